import type { Provider } from './providers.ts';

export interface SessionOptions {
  readonly provider: Provider;
  /** Folder that holds the weight files. */
  readonly folder?: string;
  /** Threads within an operation; the default is one a core. */
  readonly threads?: number;
  /** Refuse nodes that would run on the CPU although another provider was asked for; WebGPU always does. */
  readonly strict?: boolean;
  /** Write which node ran when, as a Chrome trace named `<profile>_<time>.json`. */
  readonly profile?: string;
}
