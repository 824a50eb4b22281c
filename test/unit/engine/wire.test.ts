import { expect, test } from 'vitest';
import { decodeMessage, encodeMessage } from '../../../src-main/engine/wire.ts';

test('texts, nested values and numbers that JSON does not know arrive as they were', () => {
  const message = {
    type: 'metric',
    record: { loss: NaN, gradNorm: Infinity, low: -Infinity, zero: 0, note: 'NaN', nothing: null },
    list: [1.5, [NaN], '한글 "따옴표"\n'],
  };
  expect(decodeMessage(encodeMessage(message))).toEqual(message);
});
