import { expect, test } from 'vitest';
import type { ImportItem, KaggleMatch } from '../../../src-main/contract/index.ts';
import { countItems, inputOf, nothingTold } from '../../../src-renderer/features/import/files.ts';
import { assignmentsOf, isOpen, usualChoice } from '../../../src-renderer/features/import/kaggle.ts';

const one = '01890a5d-ac96-774b-bcce-b302099a8057';
const two = '01890a5d-ac96-774b-bcce-b302099a8058';

function match(row: number, verdict: KaggleMatch['verdict'], ids: string[] = [], score: number | null = 0.9) {
  const candidates = ids.map((submissionId) => ({ submissionId, name: submissionId }));
  return { row, verdict, public: score, candidates } as unknown as KaggleMatch;
}

const rows = [
  match(0, 'matched', [one]),
  match(1, 'unassigned', [one, two]),
  match(2, 'unknown'),
  match(3, 'here', [two]),
  match(4, 'failed', [], null),
  match(5, 'unassigned', [], null),
];

test('a matched row goes to its submission, an open one nowhere until somebody says', () => {
  expect(rows.map(usualChoice)).toEqual([one, '', '', '', '', '']);
  expect(rows.map(isOpen)).toEqual([true, true, true, false, false, false]);
  expect(assignmentsOf(rows, new Map())).toEqual({
    assign: [
      { row: 0, to: one },
      { row: 1, to: null },
      { row: 2, to: null },
    ],
    count: 1,
  });
});

test('what is chosen by hand counts, also to leave a matched row', () => {
  const choices = new Map([
    [0, ''],
    [1, two],
    [2, 'add'],
  ]);
  expect(assignmentsOf(rows, choices)).toEqual({
    assign: [
      { row: 0, to: null },
      { row: 1, to: two },
      { row: 2, to: 'add' },
    ],
    count: 2,
  });
});

test('what is told with a file: empty fields tell nothing', () => {
  expect(inputOf({ path: '/a.csv' }, null, nothingTold)).toEqual({
    source: { path: '/a.csv' },
    challengeId: null,
    member: null,
    at: null,
    public: null,
    note: '',
    modelFolder: null,
  });
  const told = { member: '민', time: '2026-11-20T21:05', score: '94.135', note: 'x', modelFolder: 'tiny-vl' };
  expect(inputOf({ path: '/a.csv' }, null, told)).toMatchObject({
    member: '민',
    at: new Date(2026, 10, 20, 21, 5).getTime(),
    public: 0.94135,
    modelFolder: 'tiny-vl',
  });
});

test('items are counted by what becomes of them', () => {
  const items = ['new', 'new', 'here', 'conflict', 'broken'].map((verdict) => ({ verdict }) as ImportItem);
  expect(countItems(items)).toEqual({ added: 2, here: 1, refused: 2 });
});
