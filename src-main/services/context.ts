import type { Log } from '../common/log.ts';
import type { HomePaths } from '../common/paths.ts';
import type { History } from '../history/database.ts';

/** What every service works with; `createHost` makes it. */
export interface Services {
  readonly history: History;
  readonly paths: HomePaths;
  /** The folder of what ships: sample challenge and small checkpoint. */
  readonly resources: string;
  /** The file that an engine process runs, and the Node binary that runs it. */
  readonly engineEntry: string;
  readonly execPath: string;
  readonly codeVersion: string;
  readonly log: Log;
  /** Milliseconds since 1970 for the order of edits; the system's clock unless a test sets another. */
  readonly clock?: (() => number) | undefined;
  /** Told of every run that is stored; a window's host passes it on. */
  readonly runStored?: ((id: string) => void) | undefined;
}
