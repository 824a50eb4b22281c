import { Notification } from 'electron';
import { messageOf, QuartetError } from '../common/errors.ts';
import { runSummary } from '../services/runs/summary.ts';
import type { Workbench } from '../services/workbench.ts';
import { createEndings } from './run-endings.ts';
import type { Translate } from './texts.ts';

export interface FollowOptions {
  readonly t: () => Translate;
  readonly open: (address: string) => void;
  /** A run began or ended, or the settings changed. */
  readonly changed: () => void;
}

/** Shows a notification when a run has ended, also without a window, until `signal`. */
export async function followRuns(
  { notices, services }: Workbench,
  { t, open, changed }: FollowOptions,
  signal: AbortSignal,
): Promise<void> {
  const endingOf = createEndings();
  for await (const notice of notices.subscribe(null, signal)) {
    if (notice.kind !== 'changed') continue;
    changed();
    if (notice.what !== 'run') continue;
    try {
      const ending = endingOf(runSummary(services, notice.id), t());
      if (!ending || !Notification.isSupported()) continue;
      const { title, body, address } = ending;
      new Notification({ title, body }).on('click', () => open(address)).show();
    } catch (error) {
      // A run that was deleted meanwhile has nothing to tell.
      if (!(error instanceof QuartetError)) services.log.error(messageOf(error));
    }
  }
}
