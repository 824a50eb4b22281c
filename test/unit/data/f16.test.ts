import { expect, test } from 'vitest';
import { f16Bytes } from '../../../src-main/data/f16.ts';
import type { Dtype } from '../../../src-main/data/safetensors.ts';

function converted(dtype: Dtype, numbers: Uint16Array | Float32Array): Uint16Array {
  const bytes = Buffer.from(numbers.buffer);
  const entry = { name: 'w', file: 'model.safetensors', dtype, shape: [], offset: 0, length: bytes.length };
  const { buffer, byteOffset, byteLength } = f16Bytes(entry, bytes);
  return new Uint16Array(buffer, byteOffset, byteLength / 2);
}

// By hand: bf16 has 8 bits of exponent from 127 and 7 of fraction, f16 5 from 15 and 10.
test.each([
  ['1', 0x3f80, 0x3c00],
  ['-1.9921875', 0xbfff, 0xbff8],
  ['65280, the largest that fits', 0x477f, 0x7bf8],
  ['1.0078125 · 2⁻¹⁴, the smallest but one that is normal', 0x3881, 0x0408],
  ['2⁻²⁴, the smallest', 0x3380, 0x0001],
  ['2⁻²⁵, half of it', 0x3300, 0x0000],
  ['-0', 0x8000, 0x8000],
])('bf16 %s', (_, bf16, f16) => {
  expect([...converted('BF16', Uint16Array.of(bf16, bf16))]).toEqual([f16, f16]);
});

test('bf16 is converted in the memory that it lies in', () => {
  const numbers = Uint16Array.of(0x3f80);
  expect(converted('BF16', numbers).buffer).toBe(numbers.buffer);
});

test('f16 stays as it is', () => {
  expect([...converted('F16', Uint16Array.of(0x3555, 0x8001))]).toEqual([0x3555, 0x8001]);
});

// 65536 as bf16; 65520, which f16 rounds to infinity; and what is no number at all.
test.each([
  ['BF16', Uint16Array.of(0x3f80, 0x4780)],
  ['BF16', Uint16Array.of(0xffc0)],
  ['F32', Float32Array.of(1, -65520)],
  ['F32', Float32Array.of(NaN)],
] as const)('%s beyond f16 is told with its name', (dtype, numbers) => {
  expect(() => converted(dtype, numbers)).toThrow(/w holds a number beyond 65504/);
});

test('another type is told', () => {
  expect(() => converted('I32', Uint16Array.of(1, 1))).toThrow(/I32/);
});
