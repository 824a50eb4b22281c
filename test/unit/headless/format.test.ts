import { expect, test } from 'vitest';
import { formatDuration, formatInterval, formatTable } from '../../../src-main/headless/format.ts';

test.each([
  [null, '–'],
  [0.04, '0.0 s'],
  [9.94, '9.9 s'],
  [59.4, '59 s'],
  [59.6, '1 min 0 s'],
  [125, '2 min 5 s'],
  [3599.7, '1 h 0 min'],
  [4200, '1 h 10 min'],
])('%s seconds are %s', (seconds, expected) => {
  expect(formatDuration(seconds)).toBe(expected);
});

test('a share with its interval', () => {
  expect(formatInterval({ accuracy: 0.8786, low: 0.831, high: 0.915 })).toBe('87.9 % (83.1–91.5)');
  expect(formatInterval(null)).toBe('–');
});

test('columns line up, Korean letters taking two places', () => {
  expect(
    formatTable(
      ['name', 'n'],
      [
        ['수진', '1'],
        ['Min', '22'],
      ],
    ),
  ).toBe('name  n\n수진  1\nMin   22');
});
