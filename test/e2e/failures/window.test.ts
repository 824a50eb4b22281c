import { join } from 'node:path';
import { expect } from 'vitest';
import { whileAway } from '../harness/app-window.ts';
import { doneOf, expectWhole, intoTraining } from '../harness/mid-run.ts';
import { relayTo } from '../harness/relay.ts';
import { writeSmallChallenge } from '../harness/small-challenge.ts';
import { test } from '../harness/stage.ts';
import { frame } from '../pages/frame.ts';
import { runPage } from '../pages/run.ts';

test('a page that is reloaded in mid-run shows the run as it is', async ({ stage }) => {
  const home = join(stage.folder, 'home');
  const window = await stage.open(await stage.start(home));
  await intoTraining(window, await writeSmallChallenge(join(stage.folder, '과제 1')), 'reloaded');
  const before = await doneOf(window);

  await window.page.reload();

  const run = runPage(window);
  await run.progress.waitFor();
  expect(await run.title.innerText()).toBe('reloaded');
  expect(await doneOf(window)).toBeGreaterThanOrEqual(before);
  await run.untilDone();
  await expectWhole(home);
});

test('a window that loses its connection in mid-run says so, keeps its page and catches up', async ({
  stage,
}) => {
  const home = join(stage.folder, 'home');
  const served = await stage.start(home);
  const relay = await relayTo(served.port);
  const window = await stage.open({ url: served.url.replace(`:${served.port}`, `:${relay.port}`) });
  const beside = await stage.open(served, { locale: 'en' });
  window.expect(whileAway);
  await intoTraining(window, await writeSmallChallenge(join(stage.folder, '과제 1')), 'dropped');
  const { connection } = frame(window);

  relay.cut();

  await expect.poll(() => connection.allInnerTexts()).toEqual([expect.stringContaining('연결이 끊겼어요')]);
  const run = runPage(window);
  expect(await run.title.innerText()).toBe('dropped');
  // What happens meanwhile: the run ends, as another window sees.
  await frame(beside).goTo('runs');
  await beside.page.getByRole('link', { name: 'dropped' }).first().click();
  await runPage(beside).untilDone();
  expect(await run.status('running').isVisible()).toBe(true);

  relay.mend();

  await run.untilDone();
  expect(await connection.count()).toBe(0);
  await expectWhole(home);
  await relay.close();
});

test('two windows follow each other', async ({ stage }) => {
  const home = join(stage.folder, 'home');
  const served = await stage.start(home);
  const one = await stage.open(served);
  const two = await stage.open(served, { theme: 'dark' });
  await intoTraining(one, await writeSmallChallenge(join(stage.folder, '과제 1')), 'shared');

  await frame(two).goTo('runs');
  const main = two.page.getByRole('main');
  await main.getByRole('progressbar', { name: 'shared' }).waitFor();
  await main.getByRole('button', { name: two.t('runs.stop') }).click();
  await runPage(one).status('stopped').waitFor();

  await runPage(one).resume.click();
  await main.getByRole('progressbar', { name: 'shared' }).waitFor();
  await frame(two).goTo('leaderboard');
  await two.page
    .getByRole('main')
    .getByRole('row', { name: /shared/ })
    .waitFor({ timeout: 120_000 });
  await runPage(one).untilDone();
  await expectWhole(home);
});
