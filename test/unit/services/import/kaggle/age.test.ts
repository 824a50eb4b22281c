import { expect, test } from 'vitest';
import { parseAge } from '../../../../../src-main/services/import/kaggle/age.ts';

const hour = 3_600_000;

test.each([
  ['4d ago', 84, 120],
  ['4 days ago', 84, 120],
  ['4일 전', 84, 120],
  ['a day ago', 12, 48],
  ['an hour ago', 0.5, 2],
  ['23h ago', 22.5, 24],
  ['1mo ago', 360, 1440],
  ['30m ago', 29.5 / 60, 31 / 60],
  ['just now', 0, 1 / 60],
  ['방금', 0, 1 / 60],
])('%s is between %d and %d hours', (text, from, to) => {
  const { window, after } = parseAge(text)!;
  expect(window.from / hour).toBeCloseTo(from, 6);
  expect(window.to / hour).toBeCloseTo(to, 6);
  expect(after).toBe('');
});

test('what follows is given back, and what is no age is none', () => {
  expect(parseAge('4d ago with flips')).toMatchObject({ text: '4d ago', after: 'with flips' });
  for (const text of ['4d', 'ago', 'Min', '4x ago', 'nowhere']) expect(parseAge(text), text).toBeNull();
});
