import { availableParallelism, freemem, totalmem } from 'node:os';
import { messageOf } from '../common/errors.ts';
import type { Accelerator, AppInfo } from '../contract/index.ts';
import { dataVersion } from '../history/database.ts';
import { tryAccelerators } from './accelerators.ts';
import type { Services } from './context.ts';
import { ModelDownloads } from './model-download/downloads.ts';
import { createNotices, type Notices } from './notices.ts';
import { Queue } from './queue.ts';
import { SharedFolder } from './sharing/shared-folder.ts';
import { openSettings, type SettingsStore } from './settings.ts';

/** What windows work with: the services, and what lives as long as the host: queue, notices, settings. */
export interface Workbench {
  readonly services: Services;
  readonly notices: Notices;
  readonly settings: SettingsStore;
  readonly queue: Queue;
  readonly shared: SharedFolder;
  readonly downloads: ModelDownloads;
  info(): AppInfo;
  /** Tried once, and again when asked. */
  accelerators(again: boolean): Promise<Accelerator[]>;
  /** What was tried so far; empty before. */
  knownAccelerators(): readonly Accelerator[];
  /** 10⁹ operations a second that a provider was measured at here; null before it was tried. */
  productRate(provider: string): number | null;
  /** Checkpoints what runs and ends all subscriptions; the history stays open. */
  dispose(): Promise<void>;
}

// How soon a window follows what a command line beside it writes.
const lookEveryMs = 1000;

/** Starts a workbench over a host's services; its queue begins at once. */
export async function createWorkbench(host: Services, shell: AppInfo['shell']): Promise<Workbench> {
  const notices = createNotices();
  const services: Services = {
    ...host,
    runStored: (id) => notices.publish({ kind: 'changed', what: 'run', id }),
  };
  const settings = await openSettings(host.paths.home);
  const queue = new Queue(services, notices, () => settings.get().parallelRuns);
  const shared = new SharedFolder(services, settings, notices);
  const downloads = new ModelDownloads(services, settings, notices);
  const watch = watchHistory(services, notices);
  let tried: Promise<Accelerator[]> | null = null;
  let known: readonly Accelerator[] = [];
  return {
    services,
    notices,
    settings,
    queue,
    shared,
    downloads,
    info: () => infoOf(services, shell),
    accelerators(again) {
      if (again || tried === null) {
        tried = tryAccelerators(services);
        tried.then(
          (found) => {
            known = found;
            notices.publish({ kind: 'changed', what: 'model', id: '' });
          },
          // Whoever asked is told; the next one tries again.
          () => (tried = null),
        );
      }
      return tried;
    },
    knownAccelerators: () => known,
    productRate: (provider) => known.find((accelerator) => accelerator.provider === provider)?.gflops ?? null,
    async dispose() {
      clearInterval(watch);
      await downloads.dispose();
      await shared.dispose();
      await queue.dispose();
      notices.dispose();
    },
  };
}

/** Tells windows when another process, such as a command line, has written. */
function watchHistory({ history, log }: Services, notices: Notices): NodeJS.Timeout {
  let seen = dataVersion(history);
  return setInterval(() => {
    try {
      const found = dataVersion(history);
      if (found !== seen) notices.publish({ kind: 'changed', what: 'history', id: '' });
      seen = found;
    } catch (error) {
      log.error(`Looking at the history: ${messageOf(error)}`);
    }
  }, lookEveryMs);
}

function infoOf({ codeVersion, paths }: Services, shell: AppInfo['shell']): AppInfo {
  const mebibytes = (bytes: number): number => Math.round(bytes / 2 ** 20);
  return {
    version: codeVersion,
    home: paths.home,
    platform: `${process.platform}-${process.arch}`,
    shell,
    machine: {
      cores: availableParallelism(),
      memoryMb: mebibytes(totalmem()),
      freeMemoryMb: mebibytes(freemem()),
    },
  };
}
