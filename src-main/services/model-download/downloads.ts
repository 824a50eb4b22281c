import { messageOf, QuartetError } from '../../common/errors.ts';
import type { ModelDownload } from '../../contract/index.ts';
import { hostMessage } from '../../messages/host-messages.ts';
import type { Services } from '../context.ts';
import { addModelFolder } from '../model-list.ts';
import { downloadFolder } from '../models.ts';
import type { Notices } from '../notices.ts';
import type { SettingsStore } from '../settings.ts';
import { downloadModel, type DownloadProgress } from './download-model.ts';
import { hubAccess } from './hub-access.ts';
import { planDownload } from './plan.ts';

interface Work {
  state: ModelDownload;
  readonly stop: AbortController;
  ended: Promise<void>;
  /** When windows hear of the next numbers. */
  due: NodeJS.Timeout | null;
}

/** Windows repaint at most four times a second. */
const tellEveryMs = 250;
/** A rate over less time says nothing of how long the rest takes. */
const rateAfterMs = 3000;

/** The models that windows have this host download, by repository, for as long as it lives; what came stays in the folder and is continued. */
export class ModelDownloads {
  readonly #services: Services;
  readonly #settings: SettingsStore;
  readonly #notices: Notices;
  readonly #works = new Map<string, Work>();

  constructor(services: Services, settings: SettingsStore, notices: Notices) {
    this.#services = services;
    this.#settings = settings;
    this.#notices = notices;
  }

  list(): ModelDownload[] {
    return [...this.#works.values()].map(({ state }) => state);
  }

  /** Starts a download, or goes on with one that stopped or failed. Errors: CONFLICT while it works. */
  start(repo: string, revision: string): ModelDownload {
    if (this.#isActive(repo))
      throw new QuartetError('CONFLICT', hostMessage('download-works-already', { repo }));
    const state: ModelDownload = {
      repo,
      revision,
      folder: downloadFolder(this.#services.paths, repo),
      state: 'asking',
      doneBytes: 0,
      totalBytes: null,
      perSecond: null,
      etaSeconds: null,
      message: null,
    };
    const work: Work = { state, stop: new AbortController(), ended: Promise.resolve(), due: null };
    this.#works.set(repo, work);
    work.ended = this.#run(work);
    this.#tell(repo);
    return state;
  }

  /** Stops a download and waits until it has; what came is kept. */
  async stop(repo: string): Promise<void> {
    const work = this.#works.get(repo);
    work?.stop.abort();
    await work?.ended;
  }

  /** Takes a download that has ended off the list; its files stay. Errors: CONFLICT while it works. */
  forget(repo: string): void {
    if (this.#isActive(repo))
      throw new QuartetError('CONFLICT', hostMessage('download-works-already', { repo }));
    this.#works.delete(repo);
    this.#tell(repo);
  }

  /** Stops all. */
  async dispose(): Promise<void> {
    await Promise.all([...this.#works.keys()].map((repo) => this.stop(repo)));
  }

  async #run(work: Work): Promise<void> {
    const { repo, revision, folder } = work.state;
    const { signal } = work.stop;
    try {
      const access = await hubAccess();
      const plan = await planDownload(access, repo, revision, signal);
      await downloadModel(access, plan, folder, { signal, onProgress: this.#follow(work) });
      await addModelFolder(this.#settings, folder);
      this.#change(work, { state: 'done', perSecond: null, etaSeconds: null });
      this.#notices.publish({ kind: 'changed', what: 'model', id: '' });
    } catch (error) {
      if (!signal.aborted && !(error instanceof QuartetError))
        this.#services.log.error(messageOf(error), { repo });
      const ended = signal.aborted
        ? ({ state: 'stopped', message: null } as const)
        : ({ state: 'failed', message: messageOf(error) } as const);
      this.#change(work, { ...ended, perSecond: null, etaSeconds: null });
    }
  }

  /** Keeps the numbers as they come, and tells of them at most four times a second; the last of them is never left out. */
  #follow(work: Work): (progress: DownloadProgress) => void {
    const began = performance.now();
    return ({ doneBytes, totalBytes, perSecond }) => {
      const rate = performance.now() - began < rateAfterMs ? null : perSecond;
      const etaSeconds = rate === null ? null : (totalBytes - doneBytes) / rate;
      work.state = { ...work.state, state: 'running', doneBytes, totalBytes, perSecond: rate, etaSeconds };
      work.due ??= setTimeout(() => {
        work.due = null;
        this.#tell(work.state.repo);
      }, tellEveryMs);
    };
  }

  #change(work: Work, change: Partial<ModelDownload>): void {
    if (work.due) clearTimeout(work.due);
    work.due = null;
    work.state = { ...work.state, ...change };
    this.#tell(work.state.repo);
  }

  #isActive(repo: string): boolean {
    const state = this.#works.get(repo)?.state.state;
    return state === 'asking' || state === 'running';
  }

  #tell(repo: string): void {
    this.#notices.publish({ kind: 'changed', what: 'download', id: repo });
  }
}
