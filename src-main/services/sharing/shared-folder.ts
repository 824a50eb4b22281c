import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf, QuartetError } from '../../common/errors.ts';
import type { SharedStatus } from '../../contract/index.ts';
import { installationId, unpublishedEdits } from '../../history/edits.ts';
import { countSharedRuns } from '../../history/shared-folder.ts';
import type { Services } from '../context.ts';
import type { Notices } from '../notices.ts';
import type { SettingsStore } from '../settings.ts';
import { createHints } from './hints.ts';
import { setUpShared, sharedPaths } from './layout.ts';
import { newMemory, syncShared, type Synced } from './sync.ts';

/** How soon team mates' doings appear; a slow drive is asked less often. */
const lookEveryMs = 5000;
const slowestMs = 60_000;
/** A run that ended a moment ago may be getting its submission: it is published with it, not twice. */
const settleMs = 10_000;
/** A drive that does not answer must not keep the host from ending. */
const patienceMs = 3000;
/** A look that takes longer is told: it copies something large, or the drive does not answer. */
const longLookMs = 10_000;

type Look = Pick<SharedStatus, 'state' | 'since' | 'message' | 'lastLooked'> & {
  readonly synced: Pick<Synced, 'incomplete' | 'problems'>;
};

const nothing = { incomplete: [], problems: [] };

/** Keeps a home and its shared folder together for as long as the host lives. */
export class SharedFolder {
  readonly #services: Services;
  readonly #settings: SettingsStore;
  readonly #notices: Notices;
  readonly #end = new AbortController();
  readonly #hints = createHints(() => this.#soon());
  #memory = newMemory();
  #folder: string | null = null;
  #look: Look = { state: 'off', since: Date.now(), message: null, lastLooked: null, synced: nothing };
  #timer: NodeJS.Timeout | undefined;
  #dueAt = 0;
  #lookingSince: number | null = null;
  #copying = new AbortController();
  #last: Promise<void> = Promise.resolve();

  constructor(services: Services, settings: SettingsStore, notices: Notices) {
    this.#services = services;
    this.#settings = settings;
    this.#notices = notices;
    this.#schedule(0);
  }

  /** How things stand, as far as known without asking the drive. */
  status(): SharedStatus {
    const { history } = this.#services;
    const { sharedFolder: folder, sharedAdapterMb: adapterLimitMb } = this.#settings.get();
    const { synced, ...look } = this.#look;
    const { ahead, members } = this.#memory;
    return {
      folder,
      adapterLimitMb,
      ...look,
      ...(this.#isLong() && { state: 'looking' as const, since: this.#lookingSince ?? look.since }),
      ...countSharedRuns(history),
      waitingEdits: folder === null ? 0 : unpublishedEdits(history, installationId(history)).length,
      incomplete: synced.incomplete.map(({ name, missing }) => ({ name, missing: [...missing] })),
      problems: synced.problems.map(({ file, message }) => ({ file, message })),
      clocksAhead: [...ahead].map(([author, aheadMs]) => ({
        author,
        member: members.get(author) ?? null,
        aheadMs: Math.round(aheadMs),
      })),
    };
  }

  /** Chooses the folder (null: none) or the size of adapters that travel, and looks. Errors: those of `setUpShared`. */
  async set(change: {
    readonly folder?: string | null | undefined;
    readonly adapterLimitMb?: number | undefined;
  }): Promise<SharedStatus> {
    const folder = change.folder ? (await setUpShared(change.folder)).folder : change.folder;
    await this.#settings.set({
      ...(folder !== undefined && { sharedFolder: folder }),
      ...(change.adapterLimitMb !== undefined && { sharedAdapterMb: change.adapterLimitMb }),
    });
    this.#notices.publish({ kind: 'changed', what: 'settings', id: '' });
    // What is on its way to the old folder need not arrive.
    this.#copying.abort();
    return this.lookNow();
  }

  /** Looks now, and at runs that have just ended too. */
  async lookNow(): Promise<SharedStatus> {
    await this.#pass(0);
    return this.status();
  }

  async dispose(): Promise<void> {
    this.#end.abort();
    clearTimeout(this.#timer);
    this.#hints.dispose();
    await Promise.race([this.#last, sleep(patienceMs, undefined, { ref: false })]);
  }

  /** One look after the other. */
  #pass(settle: number): Promise<void> {
    this.#last = this.#last.then(async () => {
      if (this.#end.signal.aborted) return;
      this.#lookingSince = Date.now();
      await this.#lookOnce(settle);
      const took = Date.now() - this.#lookingSince;
      this.#lookingSince = null;
      this.#schedule(Math.min(Math.max(lookEveryMs, 10 * took), slowestMs));
    });
    return this.#last;
  }

  async #lookOnce(settle: number): Promise<void> {
    this.#copying = new AbortController();
    const signal = AbortSignal.any([this.#end.signal, this.#copying.signal]);
    try {
      const { sharedFolder: folder, sharedAdapterMb: adapterLimitMb, me } = await this.#settings.reload();
      if (folder !== this.#folder) this.#begin(folder);
      if (folder === null) return;
      const paths = sharedPaths(folder);
      const options = { member: me, adapterLimitMb, settleMs: settle, signal };
      const synced = await syncShared(this.#services, paths, this.#memory, options);
      for (const id of synced.members) this.#notices.publish({ kind: 'changed', what: 'member', id });
      this.#hints.watch([paths.runs, ...this.#memory.reader.folders()]);
      this.#tell({ state: 'ok', message: null, lastLooked: Date.now(), synced });
    } catch (error) {
      if (!signal.aborted) this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#hints.watch([]);
    const { lastLooked, synced } = this.#look;
    const state = isOutOfReach(error) ? 'unreachable' : 'failed';
    if (state === 'failed') this.#services.log.error(`Shared folder: ${messageOf(error)}`);
    this.#tell({ state, message: messageOf(error), lastLooked, synced });
  }

  #begin(folder: string | null): void {
    this.#folder = folder;
    this.#memory = newMemory();
    this.#hints.watch([]);
    const state = folder === null ? 'off' : 'looking';
    this.#tell({ state, message: null, lastLooked: null, synced: nothing });
  }

  #tell(look: Omit<Look, 'since'>): void {
    const before = this.#look;
    const since = look.state === before.state ? before.since : Date.now();
    this.#look = { ...look, since };
    const said = ({ lastLooked: _, ...rest }: Look): string => JSON.stringify(rest);
    // Windows that show when it was looked ask by themselves.
    if (said(this.#look) !== said(before)) this.#notices.publish({ kind: 'changed', what: 'shared', id: '' });
  }

  #schedule(inMs: number): void {
    if (this.#end.signal.aborted) return;
    clearTimeout(this.#timer);
    this.#dueAt = Date.now() + inMs;
    this.#timer = setTimeout(() => void this.#pass(settleMs), inMs);
  }

  #isLong(): boolean {
    return this.#lookingSince !== null && Date.now() - this.#lookingSince > longLookMs;
  }

  /** A hint: many come at once while files are copied. */
  #soon(): void {
    if (this.#dueAt - Date.now() > 1000) this.#schedule(1000);
  }
}

/** Whether it is the drive that fails; anything else is a fault of this home or of ours. */
function isOutOfReach(error: unknown): boolean {
  if (error instanceof QuartetError) return error.code === 'NOT_FOUND' || error.code === 'OUT_OF_SPACE';
  return (error as NodeJS.ErrnoException).syscall !== undefined;
}
