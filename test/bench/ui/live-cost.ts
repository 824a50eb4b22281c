import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserServer, Page } from 'playwright-core';
import { presets } from '../../../src-main/recipe/presets.ts';
import { startTable } from '../table.ts';
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
    host: cpuSeconds(pid),
    renderer: sum(rendererPids(browserPid).map(cpuSeconds)),
    rest: sum(descendants(browserPid).map(cpuSeconds)),
  });
  const during = async (): Promise<Cost> => {
    const before = watched();
    await sleep(1000 * seconds);
    const after = watched();
    return {
      host: after.host - before.host,
      renderer: after.renderer - before.renderer,
      rest: after.rest - before.rest,
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
    `Budget ${budget.toFixed(1)} s beyond idle: ${beyond <= budget ? 'within' : 'NOT within'}. The whole browser, its drawing without a GPU included: ${idle.rest.toFixed(2)} s idle, ${live.rest.toFixed(2)} s live.`,
  );
}

interface Cost {
  readonly host: number;
  readonly renderer: number;
  readonly rest: number;
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}

/** CPU seconds of a process so far (proc_pid_stat(5), in ticks of a hundredth); 0 when it is gone. */
function cpuSeconds(pid: number): number {
  const fields = statOf(pid)?.fields;
  return fields ? (Number(fields[11]) + Number(fields[12])) / 100 : 0;
}

/** A process's parent and the fields after its name, which may hold spaces. */
function statOf(pid: number): { parent: number; fields: string[] } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { parent: Number(fields[1]), fields };
  } catch {
    // It ended between the listing and the look.
    return null;
  }
}

function descendants(root: number): number[] {
  const parents = new Map(
    readdirSync('/proc')
      .map(Number)
      .filter((pid) => pid > 0)
      .map((pid) => [pid, statOf(pid)?.parent ?? 0]),
  );
  const found = [root];
  // The list grows while it is walked: children of children follow.
  for (const pid of found) for (const [child, parent] of parents) if (parent === pid) found.push(child);
  return found;
}

function rendererPids(browser: number): number[] {
  return descendants(browser).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer');
    } catch {
      // It ended between the listing and the look.
      return false;
    }
  });
}
