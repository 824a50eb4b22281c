import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { median, startTable } from '../table.ts';
import { answeredRuns } from './questions.ts';
import { stepsFor, type Step } from './window-steps.ts';
import type { ServedWorkbench } from './workbench.ts';

/** How long something may take in the window, from the deed until its result is painted (ms). */
const budget = 300;

/** Prints how long a person waits in the window, from a click until what it brings is painted, the host's answer included. */
export async function measureWindow(
  served: ServedWorkbench,
  browser: Browser,
  rounds: number,
): Promise<void> {
  const ids = await answeredRuns(served.client);
  const page = await openPage(browser);
  const row = startTable(['done in the window         ', 'median ms', 'max ms', 'budget ms', 'within']);
  const tell = (name: string, times: readonly number[]): void => {
    const usual = median(times);
    row([
      name,
      usual.toFixed(0),
      Math.max(...times).toFixed(0),
      String(budget),
      usual <= budget ? 'yes' : 'NO',
    ]);
  };
  const starts: number[] = [];
  for (let i = 0; i < rounds; i++) starts.push(await start(page, served.url));
  tell('window opened, until painted', starts);
  for (const step of stepsFor(ids)) {
    const times: number[] = [];
    for (let i = 0; i < rounds; i++) times.push(await perform(page, step));
    tell(step.name, times);
  }
  await page.context().close();
}

/** A window of 1280 × 800 in which expressions may be evaluated. */
export async function openPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ bypassCSP: true, viewport: { width: 1280, height: 800 } });
  return context.newPage();
}

/** From the address until the leaderboard is painted; scripts and fonts come from the server each first time only, as for people. */
async function start(page: Page, url: string): Promise<number> {
  await page.goto('about:blank');
  await page.goto(url);
  const shown = `document.querySelectorAll('tr[data-key]').length >= 50`;
  await page.waitForFunction(shown);
  return page.evaluate<number>(
    `new Promise((painted) => requestAnimationFrame(() => setTimeout(() => painted(performance.now()))))`,
  );
}

async function perform(page: Page, { from, deed, done }: Step): Promise<number> {
  // The page before is made anew, so that no filter or order of an earlier step is left.
  await page.evaluate(`location.hash = '#/settings'`);
  await sleep(150);
  await page.evaluate(`location.hash = ${JSON.stringify(from)}`);
  await page.waitForLoadState('networkidle');
  await sleep(700);
  return page.evaluate<number>(`new Promise((painted) => {
    const began = performance.now();
    const look = () =>
      (${done})
        ? requestAnimationFrame(() => setTimeout(() => painted(performance.now() - began)))
        : requestAnimationFrame(look);
    { ${deed} }
    requestAnimationFrame(look);
  })`);
}
