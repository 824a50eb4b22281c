import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { chromium } from 'playwright-core';
import { measureHost } from './host-times.ts';
import { measureLive } from './live-cost.ts';
import { large, seedHome } from './seed/home.ts';
import { measureWindow, openPage } from './window-times.ts';
import { serveHome } from './workbench.ts';

const {
  home,
  rounds,
  seconds,
  chromium: executablePath,
} = new Command('bench:ui')
  .description(
    'What people wait for with 5,000 runs, 13,000 submissions and 5 million points: the host, the window, a live run.',
  )
  .option(
    '--home <folder>',
    'a seeded home folder to use, filled when it is not there; a temporary one unless told',
  )
  .option('--rounds <n>', 'how often each is done', wholeNumber, 7)
  .option('--seconds <n>', 'how long a live run is watched', wholeNumber, 60)
  .option('--chromium <file>', 'the browser', '/usr/bin/chromium')
  .parse()
  .opts<{ home?: string; rounds: number; seconds: number; chromium: string }>();

const folder = home === undefined ? await mkdtemp(join(tmpdir(), 'quartet-bench-')) : resolve(home);
if (!existsSync(join(folder, 'history.sqlite'))) {
  console.log('Filling a history; this takes about a minute.');
  await seedHome(folder, large);
}
const load = (): string => loadavg()[0]!.toFixed(1);
console.log(
  `${availableParallelism()} × ${cpus()[0]!.model}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}. ${large.runs} runs, ${large.submissions} submissions, ${large.points} points. Medians of ${rounds} by the clock; "CPU ms" is what the host (below: and the renderer) worked. Load of the machine at the start: ${load()}.\n`,
);
const served = await serveHome(folder);
const server = await chromium.launchServer({
  executablePath,
  // As root, and in containers with a small /dev/shm, Chromium starts only so.
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
});
const browser = await chromium.connect(server.wsEndpoint());
try {
  await measureHost(served, rounds);
  console.log('');
  await measureWindow(served, server, browser, rounds);
  console.log('');
  const page = await openPage(browser);
  await page.goto(served.url);
  await measureLive(served, server, page, seconds);
  console.log(`Load of the machine at the end: ${load()}.`);
} finally {
  await browser.close();
  await server.close();
  await served.dispose();
  if (home === undefined) await rm(folder, { recursive: true, force: true });
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('Give a whole number from 1.');
  return Number(text);
}
