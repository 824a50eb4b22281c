import { expect, test } from 'vitest';
import { uuidOf, uuidv7 } from '../../../src-main/common/uuid.ts';

test('it holds the time of RFC 9562 appendix A.6, version 7 and variant 10', () => {
  // The RFC's example: 2022-02-22T19:22:22Z is 017F22E2-79B0-7…
  expect(uuidv7(Date.parse('2022-02-22T19:22:22Z'))).toMatch(
    /^017f22e2-79b0-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
});

test('later ids sort later, and two of one moment differ', () => {
  const ids = [1, 2, 1_000_000_000, 2 ** 41].map((time) => uuidv7(time));
  expect([...ids].sort()).toEqual(ids);
  expect(uuidv7(5)).not.toBe(uuidv7(5));
});

test('a text has one id, of version 8 and variant 10, from its SHA-256', () => {
  // sha256sum of "abc": ba7816bf 8f01cfea 414140de 5dae2223 …
  expect(uuidOf('abc')).toBe('ba7816bf-8f01-8fea-8141-40de5dae2223');
});
