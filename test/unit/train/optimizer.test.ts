import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { adamWStep, averageInto, clipGradients, createAdamW } from '../../../src-main/train/optimizer.ts';

/** What torch 2.13 computes in f32; see test/fixtures/parity/README.md. */
const units = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../fixtures/parity/units/optimizer.json'), 'utf8'),
) as {
  adamW: {
    settings: { learningRate: number; betas: [number, number]; epsilon: number; weightDecay: number };
    start: number[][];
    steps: { gradients: number[][]; parameters: number[][] }[];
  };
  clipping: { limit: number; gradients: number[][]; norm: number; clipped: number[][] }[];
  averaging: { decay: number; start: number[]; steps: { parameters: number[]; average: number[] }[] };
};

const arrays = (lists: number[][]): Float32Array[] => lists.map((list) => Float32Array.from(list));

function expectClose(found: readonly Float32Array[], wanted: number[][], relative: number): void {
  wanted.forEach((list, i) =>
    list.forEach((value, j) =>
      expect(Math.abs(found[i]![j]! - value)).toBeLessThanOrEqual(relative * Math.abs(value)),
    ),
  );
}

test('AdamW equals torch over every step', () => {
  const { settings, start, steps } = units.adamW;
  const parameters = arrays(start);
  const state = createAdamW(parameters);
  const [beta1, beta2] = settings.betas;
  for (const step of steps) {
    adamWStep(parameters, arrays(step.gradients), state, settings.learningRate, {
      ...settings,
      beta1,
      beta2,
    });
    expectClose(parameters, step.parameters, 1e-5);
  }
});

test.each(units.clipping)('clipping at $limit equals torch', ({ limit, gradients, norm, clipped }) => {
  const own = arrays(gradients);
  expect(Math.abs(clipGradients(own, limit) / norm - 1)).toBeLessThan(1e-6);
  expectClose(own, clipped, 1e-6);
});

test('without a limit nothing is clipped', () => {
  const own = [Float32Array.of(3, 4)];
  expect(clipGradients(own, null)).toBe(5);
  expect([...own[0]!]).toEqual([3, 4]);
});

test('the moving average equals torch', () => {
  const { decay, start, steps } = units.averaging;
  const average = [Float32Array.from(start)];
  for (const step of steps) {
    averageInto(average, [Float32Array.from(step.parameters)], decay);
    expectClose(average, [step.average], 1e-6);
  }
});
