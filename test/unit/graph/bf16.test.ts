import { expect, test } from 'vitest';
import { toBf16 } from '../../../src-main/graph/bf16.ts';

// Bits written down by hand: sign, 8 bits of exponent, 7 of fraction.
test.each([
  ['one', 1, 0x3f80],
  ['minus two', -2, 0xc000],
  ['minus zero', -0, 0x8000],
  ['half way between two neighbours goes to the even one below', 1 + 2 ** -8, 0x3f80],
  ['half way between two neighbours goes to the even one above', 1 + 3 * 2 ** -8, 0x3f82],
  ['just above half way goes up', 1 + 2 ** -8 + 2 ** -20, 0x3f81],
  ['infinity', Infinity, 0x7f80],
  ['what is too large becomes infinity', 3.4e38, 0x7f80],
  ['NaN', NaN, 0x7fc0],
])('%s', (_, value, bits) => {
  expect([...toBf16(Float32Array.of(value))]).toEqual([bits]);
});
