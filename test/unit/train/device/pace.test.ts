import { expect, test } from 'vitest';
import { createPace } from '../../../../src-main/train/device/pace.ts';

/** Lets a pace lead runs whose turns take `perTurn` seconds beside `moving`; the turns and seconds of each run. */
function follow(runs: number, moving: number, perTurn: (run: number) => number) {
  const pace = createPace(() => moving);
  return Array.from({ length: runs }, (_, run) => {
    const turns = pace.perRun;
    const seconds = moving + turns * perTurn(run);
    pace.record(turns, seconds);
    return { turns, seconds };
  });
}

test('the first run takes one step, and later ones grow by four at most until they fill five seconds', () => {
  const runs = follow(6, 0, () => 0.1);
  expect(runs.map(({ turns }) => turns)).toEqual([1, 4, 16, 50, 50, 50]);
});

test('where moving the state costs 0.3 s, a run takes the six seconds of which that is five percent', () => {
  const { seconds } = follow(6, 0.3, () => 0.1).at(-1)!;
  expect(seconds).toBeGreaterThan(5.85);
  expect(seconds).toBeLessThan(6.05);
});

test('where moving costs more than that, progress within ten seconds goes first', () => {
  expect(follow(6, 1, () => 0.5).at(-1)).toEqual({ turns: 14, seconds: 8 });
});

test('a step that alone takes longer is taken alone', () => {
  expect(follow(4, 1, () => 60).map(({ turns }) => turns)).toEqual([1, 1, 1, 1]);
});

test('a slow first run, which loads kernels, is forgotten after two', () => {
  const runs = follow(5, 0, (run) => (run === 0 ? 4 : 0.5));
  expect(runs.map(({ turns }) => turns)).toEqual([1, 1, 1, 4, 10]);
});

test('pictures that get larger never make a run much longer than those before: the slower of two counts', () => {
  const runs = follow(8, 0, (run) => (run % 2 === 0 ? 0.5 : 0.25));
  for (const { seconds } of runs.slice(4)) expect(seconds).toBeLessThanOrEqual(5);
});
