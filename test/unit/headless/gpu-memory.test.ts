import { expect, test } from 'vitest';
import { describeForecast, readGpuMemory } from '../../../src-main/headless/gpu-memory.ts';

test.each([
  ['24GiB', 24576],
  ['24GB', 24576],
  ['24g', 24576],
  ['16000 MiB', 16000],
  ['1.5GiB', 1536],
])('%s is %d MiB', (text, mebibytes) => {
  expect(readGpuMemory(text)).toBe(mebibytes);
});

test.each(['24', 'much', '0GiB', '-1GiB', '24TiB'])('%s is refused with an example', (text) => {
  expect(() => readGpuMemory(text)).toThrow('24GiB');
});

test('a forecast in words: its parts, what is free, and what would fit', () => {
  const forecast = {
    provider: 'cuda',
    totalMb: 20480,
    weightsMb: 15360,
    stateMb: 1024,
    activationsMb: 2560,
    roundingMb: 1024,
    contextMb: 512,
    freeMb: 16384,
    recompute: true,
    fits: false,
    refusal: 'It fits with less.',
  } as const;
  const text = describeForecast(forecast);
  expect(text).toMatch(/20\.0 GiB at the peak[^]*weights +15\.0[^]*optimizer +1\.0[^]*activations +2\.5/);
  expect(text).toMatch(/Free +16\.0 GiB\ndoes not fit: It fits with less\.$/);
  expect(describeForecast({ ...forecast, freeMb: null, refusal: null })).toContain('--gpu-memory');
  expect(describeForecast(null)).toContain('CPU');
});
