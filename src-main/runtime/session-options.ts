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

/** Entries of ONNX Runtime's session configuration, by whichever binding; `weightsApart` lays weights outside of the arena. */
export function configEntries(
  { provider, folder, strict = provider === 'webgpu' }: SessionOptions,
  weightsApart: boolean,
): Record<string, string> {
  return {
    ...(folder ? { 'session.model_external_initializers_file_folder_path': folder } : {}),
    ...(weightsApart ? { 'session.use_device_allocator_for_initializers': '1' } : {}),
    ...(strict ? { 'session.disable_cpu_ep_fallback': '1' } : {}),
    // Merging equal expressions would undo recomputation.
    'optimization.disable_specified_optimizers': 'CommonSubexpressionElimination;ShapeInputMerge',
  };
}
