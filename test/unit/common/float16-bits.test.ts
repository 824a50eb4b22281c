import { expect, test } from 'vitest';
import { toF16 } from '../../../src-main/common/float16-bits.ts';

// IEEE 754-2019, table 3.5 and clause 4.3.1: binary16 has 11 bits of precision, ties go to even.
test.each([
  [1, 0x3c00],
  [-2, 0xc000],
  [65504, 0x7bff],
  [65519.99, 0x7bff],
  [65520, 0x7c00],
  [-Infinity, 0xfc00],
  [2 ** -14, 0x0400],
  [2 ** -24, 0x0001],
  [2 ** -25, 0x0000],
  [1.5 * 2 ** -24, 0x0002],
  [1023 * 2 ** -24, 0x03ff],
  [1 + 2 ** -11, 0x3c00],
  [1 + 3 * 2 ** -11, 0x3c02],
  [-0, 0x8000],
])('the nearest binary16 of %d is %d', (x, bits) => {
  expect(toF16(Float32Array.of(x))[0]).toBe(bits);
});

test('a NaN stays one', () => {
  const [bits] = toF16(Float32Array.of(NaN));
  expect(bits! & 0x7c00).toBe(0x7c00);
  expect(bits! & 0x3ff).not.toBe(0);
});
