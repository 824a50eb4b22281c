import { expect, it } from 'vitest';
import { fitOf, shortCount, shortRate } from '../../../src-renderer/features/models/fit.ts';
import { exact, gibibytes } from '../../../src-renderer/i18n/numbers.ts';

it('says whether a need goes into the memory, with room for the rest of the machine', () => {
  expect(fitOf(8_000, 16_384)).toBe('fits');
  expect(fitOf(14_000, 16_384)).toBe('tight');
  expect(fitOf(16_385, 16_384)).toBe('too-large');
});

it('writes sizes as people say them', () => {
  expect([6_762_688, 3_754_622_976, 512_000].map(shortCount)).toEqual(['6.8M', '3.8B', '512K']);
  expect([74.4, 1234, 61_000].map(shortRate)).toEqual(['74 GFLOP/s', '1.2 TFLOP/s', '61 TFLOP/s']);
  expect([485, 1400, 21_504].map(gibibytes)).toEqual(['485 MiB', '1.4 GiB', '21 GiB']);
});

it('tells a time in the zone that was chosen', () => {
  const noon = Date.UTC(2026, 0, 1, 12);
  expect(exact(noon, 'en', 'Asia/Seoul')).toContain('9:00:00');
  expect(exact(noon, 'en', 'UTC')).toContain('12:00:00');
});
