import type { Locator } from 'playwright-core';
import type { AppWindow } from '../harness/app-window.ts';

type Status = 'queued' | 'running' | 'stopped' | 'failed' | 'done';

/** A run's own page. */
export function runPage({ page, t }: AppWindow) {
  const main = page.getByRole('main');
  return {
    title: main.getByRole('heading', { level: 1 }),
    status: (status: Status): Locator => main.getByText(t(`status.${status}`), { exact: true }).first(),
    progress: main.getByRole('progressbar'),
    /** The phase in which a running job is. */
    phase: main.locator('[aria-current=step]'),
    /** What is said of how it ended. */
    outcome: (text: RegExp): Locator => main.getByText(text).first(),
    resume: main.getByRole('button', { name: t('runs.resume') }),
    derive: main.getByRole('button', { name: t('board.derive') }),
    compare: main.getByRole('button', { name: t('board.compare') }),
    /** Waits for the end of a short run. */
    untilDone: (): Promise<void> =>
      main.getByText(t('status.done'), { exact: true }).first().waitFor({ timeout: 120_000 }),
  };
}
