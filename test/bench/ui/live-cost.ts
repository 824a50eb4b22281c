import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserServer, Page } from 'playwright-core';
import { presets } from '../../../src-main/recipe/presets.ts';
import { startTable } from '../table.ts';
import { cpuMs, descendants, rendererPids } from './cpu.ts';
import type { ServedWorkbench } from './workbench.ts';

/** CPU seconds that a live run may cost host and renderer over 60 seconds, beyond what they cost idle. */
const budgetPerMinute = 3;

/** Prints what a live run of ten steps a second costs host and renderer while its page is open, beside an idle window. */
export async function measureLive(
  { client, pid }: ServedWorkbench,
  browser: BrowserServer,
  page: Page,
  seconds: number,
): Promise<void> {
  const browserPid = browser.process().pid!;
  const watched = (): Cost => ({
    host: cpuMs([pid]) / 1000,
    renderer: cpuMs(rendererPids(browserPid)) / 1000,
    browser: cpuMs(descendants(browserPid)) / 1000,
  });
  const during = async (): Promise<Cost> => {
    const before = watched();
    await sleep(1000 * seconds);
    const after = watched();
    return {
      host: after.host - before.host,
      renderer: after.renderer - before.renderer,
      browser: after.browser - before.browser,
    };
  };
  await sleep(3000);
  const idle = await during();
  const [challenge] = await client.challenges.list();
  const [run] = await client.runs.launch({ challengeId: challenge!.id, recipe: presets['tiny-demo'].recipe });
  await page.evaluate(`location.hash = '#/runs/${run!.id}'`);
  await sleep(5000);
  const live = await during();
  await client.runs.cancel({ id: run!.id });
  while ((await client.runs.activity()).running.length > 0) await sleep(200);
  await client.runs.remove({ id: run!.id });
  const row = startTable([`CPU s over ${seconds} s`, ' idle', ' live', 'beyond idle']);
  for (const part of ['host', 'renderer'] as const)
    row([part, idle[part].toFixed(2), live[part].toFixed(2), (live[part] - idle[part]).toFixed(2)]);
  const beyond = live.host + live.renderer - idle.host - idle.renderer;
  const budget = (budgetPerMinute * seconds) / 60;
  row([
    'together',
    (idle.host + idle.renderer).toFixed(2),
    (live.host + live.renderer).toFixed(2),
    beyond.toFixed(2),
  ]);
  console.log(
    `Budget ${budget.toFixed(1)} s beyond idle: ${beyond <= budget ? 'within' : 'NOT within'}. The whole browser, its drawing without a GPU included: ${idle.browser.toFixed(2)} s idle, ${live.browser.toFixed(2)} s live.`,
  );
}

interface Cost {
  readonly host: number;
  readonly renderer: number;
  readonly browser: number;
}
