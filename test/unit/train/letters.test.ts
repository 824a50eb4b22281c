import { describe, expect, test } from 'vitest';
import { parseLetter } from '../../../src-main/train/letters.ts';

describe('reads a letter, the surest way first', () => {
  test.each([
    ['b', 'b'],
    [' C \n', 'c'],
    ['(d)', 'd'],
    ['"a" is right', 'a'],
    ['b. The dog', 'b'],
    // The first word decides even when another letter follows.
    ['a, not b', 'a'],
    ['The answer: c', 'c'],
    ['Answer is (b)? no, answer: d', 'd'],
    ['정답: b', 'b'],
    ['정답은 c입니다', 'c'],
    // Without a key word the last letter that stands alone.
    ['It may be b or c', 'c'],
    ['first b,\nthen d', 'd'],
  ])('%j is %s', (text, letter) => {
    expect(parseLetter(text)).toEqual({ letter, parsed: true });
  });
});

test.each(['', '   ', 'dog', 'e', '모르겠습니다', 'abcd', '1'])(
  '%j has none: a, counted as not parsed',
  (text) => {
    expect(parseLetter(text)).toEqual({ letter: 'a', parsed: false });
  },
);
