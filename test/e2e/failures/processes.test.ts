import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { whileAway } from '../harness/app-window.ts';
import { expectWhole, intoTraining, untilPhase } from '../harness/mid-run.ts';
import { readOnlyRun } from '../harness/run-folder.ts';
import { writeSmallChallenge } from '../harness/small-challenge.ts';
import { test } from '../harness/stage.ts';
import { frame } from '../pages/frame.ts';
import { runPage } from '../pages/run.ts';

const lives = (pid: number): boolean => existsSync(`/proc/${pid}/cmdline`);

test('an engine that is killed: the window says what happened, and the run goes on when asked', async ({
  stage,
}) => {
  const home = join(stage.folder, 'home');
  const served = await stage.start(home);
  const window = await stage.open(served);
  await intoTraining(window, await writeSmallChallenge(join(stage.folder, '과제 1')), 'killed');
  const run = runPage(window);

  for (const engine of served.engines()) process.kill(engine, 'SIGKILL');
  await run.status('failed').waitFor();
  await run.outcome(/SIGKILL/).waitFor();
  await run.resume.click();

  await untilPhase(window, 'predict');
  const trained = await readOnlyRun(home);
  for (const engine of served.engines()) process.kill(engine, 'SIGKILL');
  await run.status('failed').waitFor();
  await run.resume.click();

  await run.untilDone();
  await expectWhole(home);
  // Training was over when the second one died: it is not done again.
  expect((await readOnlyRun(home)).steps).toEqual(trained.steps);
});

test('a host that is killed: its engine goes too, and the next one offers the run for resuming', async ({
  stage,
}) => {
  const home = join(stage.folder, 'home');
  const served = await stage.start(home);
  const window = await stage.open(served);
  window.expect(whileAway);
  await intoTraining(window, await writeSmallChallenge(join(stage.folder, '과제 1')), 'interrupted');
  const engines = served.engines();

  await served.kill();
  await frame(window).connection.waitFor();
  await expect.poll(() => engines.filter(lives)).toEqual([]);
  await stage.start(home, served.port);

  // The open window finds the new host by itself.
  const run = runPage(window);
  await run.status('stopped').waitFor();
  expect(await frame(window).connection.count()).toBe(0);
  await frame(window).goTo('runs');
  await run.resume.first().click();
  await window.page.getByRole('main').getByRole('link', { name: 'interrupted' }).first().click();
  await run.untilDone();
  await expectWhole(home);
  expect((await readOnlyRun(home)).events).toContain('resumed');
});
