import { expect, test } from 'vitest';
import { QuartetError } from '../../../src-main/common/errors.ts';
import type { EngineEvent } from '../../../src-main/engine/contract.ts';
import { memoryFault } from '../../../src-main/runtime/out-of-memory.ts';
import type { RunContext } from '../../../src-main/train/prepare-run.ts';
import { recomputeOnFault } from '../../../src-main/train/recompute-on-fault.ts';
import { openWorkload, usual } from '../../bench/workload.ts';

const fault = memoryFault(
  new Error('Failed to allocate memory for requested buffer of size 1048576'),
  'cuda',
)!;

async function auto(): Promise<RunContext> {
  const context = await openWorkload(usual);
  const training = { ...context.recipe.training, gradientCheckpointing: 'auto' as const };
  return { ...context, recipe: { ...context.recipe, training } };
}

/** Trains as a GPU would on which only recomputation fits; tells how it was asked to. */
function small(seen: boolean[]) {
  return ({ recompute }: RunContext): Promise<string> => {
    seen.push(recompute);
    return recompute ? Promise.resolve('trained') : Promise.reject(fault);
  };
}

test('auto trains once more, recomputing, and says so', async () => {
  const events: EngineEvent[] = [];
  const seen: boolean[] = [];
  await expect(
    recomputeOnFault(await auto(), { emit: (event) => events.push(event) }, small(seen)),
  ).resolves.toBe('trained');
  expect(seen).toEqual([false, true]);
  expect(events).toMatchObject([{ type: 'log', level: 'warn' }]);
});

test('a recipe that decided by itself fails with what was lacking', async () => {
  const seen: boolean[] = [];
  const context = await openWorkload(usual);
  await expect(recomputeOnFault(context, { emit: () => undefined }, small(seen))).rejects.toBe(fault);
  expect(seen).toEqual([false]);
});

test('another fault is not tried again', async () => {
  const other = new QuartetError('ENGINE', 'Gemm failed');
  let calls = 0;
  const train = (): Promise<string> => {
    calls++;
    return Promise.reject(other);
  };
  await expect(recomputeOnFault(await auto(), { emit: () => undefined }, train)).rejects.toBe(other);
  expect(calls).toBe(1);
});
