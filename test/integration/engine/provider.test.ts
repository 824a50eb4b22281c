import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startEngine } from '../../../src-main/engine/client.ts';
import type { EngineEvent } from '../../../src-main/engine/contract.ts';

const entry = join(import.meta.dirname, '../../../src-main/engine/process.ts');

async function trial(
  provider: 'cpu' | 'cuda',
  onOutput?: (line: string) => void,
): Promise<EngineEvent | undefined> {
  for await (const event of startEngine({ kind: 'provider', provider }, { entry, onOutput }).events)
    if (event.type === 'trial') return event;
  return undefined;
}

test('a provider that works is measured', async () => {
  const found = await trial('cpu');
  expect(found).toMatchObject({ type: 'trial', works: true });
  // Any machine of this century does a billion operations a second, and none a quadrillion.
  const { gflops } = found as Extract<EngineEvent, { type: 'trial' }>;
  expect(gflops).toBeGreaterThan(1);
  expect(gflops).toBeLessThan(1e6);
});

test('a provider that is not installed is told by its reason alone: no native error is printed', async () => {
  const printed: string[] = [];
  const found = await trial('cuda', (line) => printed.push(line));
  // Where CUDA works there is nothing to hold.
  if (found?.type === 'trial' && !found.works) {
    expect(found.reason).toMatch(/providers install cuda|exists on|WebGPU|driver/);
    expect(printed).toEqual([]);
  }
});
