import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { test } from './harness/stage.ts';
import { comparePage } from './pages/compare.ts';
import { firstStart } from './pages/first-start.ts';
import { frame } from './pages/frame.ts';
import { leaderboard } from './pages/leaderboard.ts';
import { newRun, short } from './pages/new-run.ts';
import { runPage } from './pages/run.ts';
import { sharing } from './pages/sharing.ts';

test('from the first start over two submissions to a team mate who sees the same', async ({ stage }) => {
  const window = await stage.open(await stage.start());
  await firstStart(window).trySample();

  await frame(window).newRun();
  const form = newRun(window);
  await form.startFrom('tiny-demo');
  await form.set(short);
  await form.name.fill('first');
  await form.launch();

  const run = runPage(window);
  await run.progress.waitFor();
  await expect.poll(async () => Number(await run.progress.getAttribute('aria-valuenow'))).toBeGreaterThan(0);
  await run.untilDone();

  await frame(window).goTo('leaderboard');
  const board = leaderboard(window);
  await board.row('first').waitFor();
  expect(await board.rows.count()).toBe(1);

  await board.open('first');
  await board
    .panel('first')
    .getByRole('button', { name: window.t('board.derive') })
    .click();
  await form.set({ 'lora.r': '4' });
  await form.name.fill('second');
  await form.launch();
  await run.untilDone();

  await frame(window).goTo('leaderboard');
  await board.row('second').getByText('r 16 → 4').waitFor();
  expect(await board.rows.count()).toBe(2);
  await board.select('first');
  await board.select('second');
  await board.compare();
  const compared = comparePage(window);
  await compared.runs.first().waitFor();
  expect(await compared.runs.allInnerTexts()).toEqual(['first', 'second']);
  expect(await compared.values('r')).toEqual(['16', '4']);

  const files: string[] = [];
  for (const name of ['first', 'second']) {
    await frame(window).goTo('runs');
    await window.page.getByRole('main').getByRole('link', { name, exact: true }).click();
    files.push(await sharing(window).exportRun(join(stage.folder, `${name}.qrun`)));
  }
  const other = await stage.open(await stage.start(join(stage.folder, 'second home')));
  await firstStart(other).trySample();
  await frame(other).goTo('leaderboard');
  await sharing(other).importFiles(files);
  await frame(window).goTo('leaderboard');
  await board.row('first').waitFor();
  // Both are read at once: "a minute ago" moves on.
  await expect
    .poll(() => Promise.all([board.texts(), leaderboard(other).texts()]))
    .toSatisfy(([here, there]: [string[], string[]]) => isDeepStrictEqual(here, there) && here.length === 2);
});
