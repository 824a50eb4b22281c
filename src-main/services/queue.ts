import { messageOf, QuartetError } from '../common/errors.ts';
import { isAlive, processToken } from '../common/processes.ts';
import type { RunProgress } from '../contract/index.ts';
import type { EngineEvent } from '../engine/contract.ts';
import { dequeue, enqueue, listQueue, release, settleTaken, takeNext } from '../history/queue.ts';
import type { Services } from './context.ts';
import type { Notices } from './notices.ts';
import { followRun } from './run-progress.ts';
import { launchRun } from './runs/launch.ts';
import { recoverRuns } from './runs/recover.ts';
import { now, updateRun, withEvent } from './runs/store.ts';
import { submitRun } from './submissions.ts';
import { hostMessage } from '../messages/host-messages.ts';

interface Working {
  readonly stop: AbortController;
  readonly kill: AbortController;
  readonly finish: AbortController;
  ended: Promise<void>;
  progress: RunProgress | null;
}

// Another process (a command line) may hold the accelerator, or die with it.
const lookEveryMs = 2000;

/** Runs one after the other on one accelerator; the order lies in the history, so it survives a restart. */
export class Queue {
  readonly #services: Services;
  readonly #notices: Notices;
  readonly #limit: () => number;
  readonly #me = processToken();
  readonly #working = new Map<string, Working>();
  readonly #timer: NodeJS.Timeout;
  #open = true;

  /** Starts what waits at once; `limit` tells how many runs may work at a time, those of other processes counted. */
  constructor(services: Services, notices: Notices, limit: () => number) {
    this.#services = services;
    this.#notices = notices;
    this.#limit = limit;
    this.#settle();
    this.#timer = setInterval(() => {
      this.#look().catch((error: unknown) =>
        services.log.error(`Looking after the queue: ${messageOf(error)}`),
      );
    }, lookEveryMs);
    this.wake();
  }

  /** Adds runs before or after those that wait. */
  add(ids: readonly string[], at: 'front' | 'back'): void {
    enqueue(this.#services.history, ids, at);
    this.#changed();
    this.wake();
  }

  /** Takes a waiting run out; false when it does not wait. */
  withdraw(id: string): boolean {
    const withdrawn = dequeue(this.#services.history, id);
    if (withdrawn) this.#changed();
    return withdrawn;
  }

  /** Puts the waiting runs into this order; those not named follow. */
  reorder(ids: readonly string[]): void {
    const known = this.waiting();
    const named = ids.filter((id) => known.includes(id));
    const rest = known.filter((id) => !ids.includes(id));
    enqueue(this.#services.history, [...named, ...rest], 'back');
    this.#changed();
  }

  /** Ids of the runs that wait, the next one first. */
  waiting(): string[] {
    return listQueue(this.#services.history).flatMap(({ runId, takenBy }) =>
      takenBy === null ? [runId] : [],
    );
  }

  /** Runs that work in this process, and how far they are. */
  running(): { readonly id: string; readonly progress: RunProgress | null }[] {
    return [...this.#working].map(([id, { progress }]) => ({ id, progress }));
  }

  /** Stops a run of this process with a checkpoint (`pause`), at once (`cancel`), or lets it answer with its best weights (`finish`). Errors: CONFLICT when it does not work here. */
  end(id: string, how: 'pause' | 'cancel' | 'finish'): void {
    const job = this.#working.get(id);
    if (!job) throw new QuartetError('CONFLICT', hostMessage('run-not-working-here', {}));
    if (how === 'pause') job.stop.abort('cancel');
    else if (how === 'finish') job.finish.abort();
    else job.kill.abort();
  }

  /** Starts what may start. */
  wake(): void {
    const { history } = this.#services;
    while (this.#open) {
      const id = takeNext(history, this.#me, this.#limit());
      if (id === null) return;
      this.#start(id);
    }
  }

  /** Checkpoints what works, and starts nothing more. */
  async dispose(): Promise<void> {
    this.#open = false;
    clearInterval(this.#timer);
    const jobs = [...this.#working.values()];
    for (const { stop } of jobs) stop.abort('shutdown');
    await Promise.all(jobs.map(({ ended }) => ended));
  }

  #start(id: string): void {
    const job: Working = {
      stop: new AbortController(),
      kill: new AbortController(),
      finish: new AbortController(),
      ended: Promise.resolve(),
      progress: null,
    };
    this.#working.set(id, job);
    job.ended = this.#work(id, job);
    this.#changed();
  }

  async #work(id: string, job: Working): Promise<void> {
    const follow = followRun(id, this.#notices);
    const onEvent = (event: EngineEvent): void => void (job.progress = follow(event));
    try {
      const control = { stop: job.stop.signal, kill: job.kill.signal, finish: job.finish.signal, onEvent };
      const { status } = await launchRun(this.#services, id, control);
      if (status === 'done') await submitRun(this.#services, id);
    } catch (error) {
      this.#services.log.error(`Run ${id}: ${messageOf(error)}`, { id });
      await this.#tell(id, messageOf(error));
    }
    this.#working.delete(id);
    release(this.#services.history, id, this.#me);
    this.#changed();
    this.wake();
  }

  /** Writes an error where people look for it; a run that could not even begin has failed. */
  async #tell(id: string, message: string): Promise<void> {
    try {
      await updateRun(this.#services, id, (run) => ({
        events: withEvent(run, 'error', message),
        ...(run.status === 'queued' && {
          status: 'failed' as const,
          outcome: { reason: 'error' as const, message, resumable: true },
          ended: now(),
        }),
      }));
    } catch (error) {
      this.#services.log.error(`Run ${id} cannot be written: ${messageOf(error)}`, { id });
    }
  }

  async #look(): Promise<void> {
    if (this.waiting().length === 0) return;
    const left = await recoverRuns(this.#services);
    for (const name of left) this.#services.log.warn(`${name} was left by a process that is gone.`);
    this.#settle();
    this.wake();
  }

  #settle(): void {
    const owners = new Set(listQueue(this.#services.history).flatMap(({ takenBy }) => takenBy ?? []));
    for (const owner of owners) if (!isAlive(owner)) settleTaken(this.#services.history, owner);
  }

  #changed(): void {
    this.#notices.publish({ kind: 'changed', what: 'queue', id: '' });
  }
}
