import { expect } from 'vitest';
import { firstStart } from '../pages/first-start.ts';
import { frame } from '../pages/frame.ts';
import { newRun, slower } from '../pages/new-run.ts';
import { runPage } from '../pages/run.ts';
import type { AppWindow } from './app-window.ts';
import { readOnlyRun } from './run-folder.ts';

/** From an empty workbench into the middle of a run's training; its page is open. */
export async function intoTraining(window: AppWindow, challenge: string, name: string): Promise<void> {
  await firstStart(window).bringOwn(challenge);
  await frame(window).newRun();
  const form = newRun(window);
  await form.startFrom('tiny-demo');
  await form.set(slower);
  await form.name.fill(name);
  await form.launch();
  await untilPhase(window, 'train');
  await expect.poll(() => doneOf(window)).toBeGreaterThan(5);
}

/** Waits until the run whose page is open is in a phase. */
export async function untilPhase(window: AppWindow, phase: 'train' | 'predict'): Promise<void> {
  await expect
    .poll(() => runPage(window).phase.innerText(), { timeout: 90_000 })
    .toBe(window.t(`phase.${phase}`));
}

/** Percent of the phase that is done, as the page tells it. */
export async function doneOf(window: AppWindow): Promise<number> {
  return Number(await runPage(window).progress.getAttribute('aria-valuenow'));
}

/** A finished run lost nothing: each step was recorded once, and every test question answered. */
export async function expectWhole(home: string): Promise<void> {
  // A run is done when its engine is; its submission is written right after.
  await expect.poll(async () => (await readOnlyRun(home)).submitted, { timeout: 10_000 }).toBe(48);
  const { status, steps, validated } = await readOnlyRun(home);
  expect(status).toBe('done');
  expect(steps).toEqual(Array.from({ length: 64 - validated }, (_, i) => i + 1));
}
