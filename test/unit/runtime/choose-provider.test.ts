import { expect, test } from 'vitest';
import { chooseProvider } from '../../../src-main/runtime/choose-provider.ts';
import { tryProvider } from '../../../src-main/runtime/try-provider.ts';

const cuda = await tryProvider('cuda');

test('f32 is the CPU, whatever else there is', async () => {
  expect(await chooseProvider('f32')).toMatchObject({ provider: 'cpu', dtype: 'f32' });
});

test.skipIf(cuda.works)('without CUDA, auto is the CPU and says why', async () => {
  const chosen = await chooseProvider('auto');
  expect(chosen).toMatchObject({ provider: 'cpu', dtype: 'f32' });
  expect(chosen.reason).toContain(cuda.reason);
});

test.skipIf(cuda.works)('without CUDA, bf16 is refused with the reason', async () => {
  await expect(chooseProvider('bf16')).rejects.toThrow(/needs CUDA/);
});

test.runIf(cuda.works)('with CUDA, auto is CUDA in bf16', async () => {
  expect(await chooseProvider('auto')).toMatchObject({ provider: 'cuda', dtype: 'bf16' });
});

test.skipIf(cuda.works).each(['nf4', 'nf4-double-quant'] as const)('%s needs no CUDA', async (precision) => {
  expect(await chooseProvider(precision)).toMatchObject({ provider: 'cpu', dtype: 'f32' });
});

const webGpu = await tryProvider('webgpu');

test.skipIf(webGpu.works)('without WebGPU, f16 is refused with the reason', async () => {
  await expect(chooseProvider('f16')).rejects.toThrow(/needs WebGPU/);
});

test.runIf(webGpu.works)('f16 is WebGPU', async () => {
  expect(await chooseProvider('f16')).toMatchObject({ provider: 'webgpu', dtype: 'f16' });
});
