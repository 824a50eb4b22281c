import { expect, test } from 'vitest';
import { formatEvent, parseSegment } from '../../../../src-main/services/sharing/event-line.ts';

const edit = {
  author: '0123456789abcdef',
  kind: 'run',
  subjectId: '0198c0de-0000-7000-8000-000000000001',
  field: 'note',
  value: JSON.stringify('첫 줄\n둘째 줄 "따옴표"'),
  wall: 1_764_000_000_000,
  counter: 2,
};

test('an edit goes through a line and back', () => {
  const line = formatEvent(edit, '민지');
  expect(line.split('\n')).toHaveLength(2);
  const segment = parseSegment(line + formatEvent({ ...edit, field: 'tag:기준', value: 'true' }, '민지'));
  expect(segment.edits).toEqual([edit, { ...edit, field: 'tag:기준', value: 'true' }]);
  expect(segment.members.get(edit.author)).toBe('민지');
  expect(segment.problems).toEqual([]);
});

test('a line that is cut off at the end waits; one in the middle is told with its number', () => {
  const line = formatEvent(edit, null);
  const half = line.slice(0, 40);
  expect(parseSegment(line + half)).toMatchObject({ edits: [edit], problems: [] });
  const { edits, problems } = parseSegment(`${half}\n${line}`);
  expect(edits).toEqual([edit]);
  expect(problems).toEqual([expect.stringMatching(/^line 1: .*JSON/)]);
});

test.each([
  ['a clock after the year 2100', { clock: [4_102_444_800_001, 0] }, /clock/],
  ['a count below zero', { clock: [1, -1] }, /clock/],
  ['an author that is no installation', { author: '../../etc' }, /author/],
  ['a score above one', { kind: 'submission', field: 'kaggle.public', value: 1.5 }, /Too big/],
  ['a star that is a word', { field: 'starred', value: 'yes' }, /boolean/],
  ['an object for a value', { value: {} }, /value/],
])('refuses %s', (_, change, message) => {
  const line = { ...(JSON.parse(formatEvent(edit, null)) as object), ...change };
  const { edits, problems } = parseSegment(`${JSON.stringify(line)}\n`);
  expect(edits).toEqual([]);
  expect(problems).toEqual([expect.stringMatching(message)]);
});

test.each([
  { kind: 'run', field: 'mood' },
  { kind: 'run', field: 'constructor' },
  { kind: 'run', field: 'tag' },
  { kind: 'run', field: 'tag:' },
  { kind: 'weather', field: 'note' },
  { kind: '__proto__', field: 'note' },
])('passes over what a newer version may know: %o', (change) => {
  const line = { ...(JSON.parse(formatEvent(edit, null)) as object), ...change };
  expect(parseSegment(`${JSON.stringify(line)}\n`)).toMatchObject({ edits: [], problems: [] });
});
