import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, BrowserServer, Page } from 'playwright-core';
import { median, startTable } from '../table.ts';
import { cpuMs, rendererPids } from './cpu.ts';
import { answeredRuns } from './questions.ts';
import { stepsFor, type Step } from './window-steps.ts';
import type { ServedWorkbench } from './workbench.ts';

/** How long something may take in the window, from the deed until its result is painted (ms). */
const budget = 300;

/** Prints how long a person waits in the window, from a click until what it brings is painted, the host's answer included. */
export async function measureWindow(
  served: ServedWorkbench,
  server: BrowserServer,
  browser: Browser,
  rounds: number,
): Promise<void> {
  const page = await openPage(browser);
  const head = ['done in the window         ', 'median ms', 'max ms', 'CPU ms', 'budget ms', 'within'];
  const row = startTable(head);
  const measure = async (name: string, doing: () => Promise<Waited>, limit: number | null): Promise<void> => {
    const waits: Waited[] = [];
    for (let i = 0; i < rounds; i++) waits.push(await doing());
    const times = waits.map(({ ms }) => ms);
    const usual = median(times);
    const verdict = limit === null ? '–' : usual <= limit ? 'yes' : 'NO';
    const numbers = [usual, Math.max(...times), median(waits.map(({ cpu }) => cpu))];
    row([name, ...numbers.map((ms) => ms.toFixed(0)), String(limit ?? '–'), verdict]);
  };
  const cpu = (): number => cpuMs([served.pid, ...rendererPids(server.process().pid!)]);
  await measure('window opened', () => watched(cpu, () => start(page, served.url)), null);
  for (const step of stepsFor(await answeredRuns(served.client)))
    await measure(
      step.name,
      async () => {
        await prepare(page, step);
        return watched(cpu, () => perform(page, step));
      },
      budget,
    );
  await page.context().close();
}

/** How long something took, and what host and renderer worked meanwhile. */
interface Waited {
  readonly ms: number;
  readonly cpu: number;
}

async function watched(cpu: () => number, doing: () => Promise<number>): Promise<Waited> {
  const before = cpu();
  const ms = await doing();
  return { ms, cpu: cpu() - before };
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

/** Goes where a step begins; the page before is made anew, so that no filter or order of an earlier step is left. */
async function prepare(page: Page, { from }: Step): Promise<void> {
  await page.evaluate(`location.hash = '#/settings'`);
  await sleep(150);
  await page.evaluate(`location.hash = ${JSON.stringify(from)}`);
  await sleep(1000);
}

/** Errors: when what shows that it is done does not come, most likely since the page looks another way now. */
async function perform(page: Page, { name, deed, done }: Step): Promise<number> {
  return page.evaluate<number>(`new Promise((painted, failed) => {
    const began = performance.now();
    setTimeout(() => failed(new Error(${JSON.stringify(`${name}: its result did not come.`)})), 20_000);
    const look = () =>
      (${done})
        ? requestAnimationFrame(() => setTimeout(() => painted(performance.now() - began)))
        : requestAnimationFrame(look);
    { ${deed} }
    requestAnimationFrame(look);
  })`);
}
