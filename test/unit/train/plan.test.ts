import { expect, test } from 'vitest';
import { stepsToEvaluation } from '../../../src-main/train/plan.ts';

const plan = { samples: 100, stepsPerEpoch: 7, totalSteps: 18, warmupSteps: 0 };

test('no call passes the end of an epoch or of the plan, where weights are evaluated', () => {
  const taken = Array.from({ length: 20 }, (_, step) => stepsToEvaluation(step, plan));
  expect(taken).toEqual([7, 6, 5, 4, 3, 2, 1, 7, 6, 5, 4, 3, 2, 1, 4, 3, 2, 1, 0, 0]);
});
