import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { codeVersion } from '../common/code-version.ts';
import type { Log } from '../common/log.ts';
import { packageRoot } from '../common/package-root.ts';
import type { HomePaths } from '../common/paths.ts';
import { openHistory } from '../history/database.ts';
import type { Services } from '../services/context.ts';
import { recoverRuns } from '../services/runs/recover.ts';

export interface HostOptions {
  /** The file that engine processes run; Quartet's own unless told. */
  readonly engineEntry?: string | undefined;
  /** The Node binary that runs engines; this process's own unless told. */
  readonly execPath?: string | undefined;
  /** Milliseconds since 1970 for the order of edits; the system's clock unless told. */
  readonly clock?: (() => number) | undefined;
}

/** Everything wired: services over an open history. `dispose` closes it. */
export interface Host extends Services {
  /** Names of runs that a dead process had left running; they can be resumed. */
  readonly recovered: readonly string[];
  dispose(): void;
}

/** Opens a home folder and settles what a sudden end left behind. Errors: those of `openHistory`. */
export async function createHost(paths: HomePaths, log: Log, options: HostOptions = {}): Promise<Host> {
  const root = packageRoot();
  const services: Services = {
    history: openHistory(paths.history),
    paths,
    resources: join(root, 'resources'),
    engineEntry: options.engineEntry ?? engineEntry(root),
    execPath: options.execPath ?? process.execPath,
    codeVersion: codeVersion(root),
    log,
    clock: options.clock,
  };
  const recovered = await recoverRuns(services);
  return { ...services, recovered, dispose: () => services.history.close() };
}

/** In a checkout the source itself runs; an installed Quartet has the bundle only. */
function engineEntry(root: string): string {
  const source = join(root, 'src-main', 'engine', 'process.ts');
  return existsSync(source) ? source : join(root, 'out', 'main', 'engine.mjs');
}
