import { expect, it } from 'vitest';
import type { ChallengePreview, Finding } from '../../../src-main/contract/index.ts';
import { makeFinding } from '../../../src-main/data/challenge/findings.ts';
import { hostMessage } from '../../../src-main/messages/host-messages.ts';
import { placeOf, wordsOf } from '../../../src-renderer/features/challenge/findings.ts';
import {
  rolesOf,
  withColumn,
  withFile,
  withPrefix,
} from '../../../src-renderer/features/challenge/import-source.ts';

const folder = '/data/과제';

it('names the place of a finding and its words apart', () => {
  const place = { file: `${folder}/train.csv`, row: 12, column: 'answer' };
  const finding: Finding = makeFinding(
    'error',
    'bad-answer',
    place,
    hostMessage('bad-answer', { answer: 'x' }),
  );
  expect(placeOf(finding)).toBe('train.csv:12 answer');
  expect(wordsOf(finding)).toBe('"x" is none of the choices. Write a, b, c or d.');
  const whole: Finding = makeFinding(
    'error',
    'missing-column',
    { file: 'C:\\과제\\test.csv' },
    hostMessage('empty-cell', {}),
  );
  expect(placeOf(whole)).toBe('test.csv');
  expect(wordsOf(whole)).toBe('empty. Fill it in or remove the row.');
  expect(wordsOf({ ...whole, message: 'in other words' })).toBe('in other words');
});

it('keeps of a source only what differs from what is usual', () => {
  const plain = { folder };
  expect(withFile(plain, 'train', '학습.csv')).toEqual({ folder, train: '학습.csv' });
  expect(withFile({ folder, train: '학습.csv' }, 'train', 'train.csv')).toEqual(plain);
  expect(withColumn(plain, 'answer', 'right one')).toEqual({ folder, columns: { answer: 'right one' } });
  expect(withColumn({ folder, columns: { answer: 'x', id: 'n' } }, 'answer', '')).toEqual({
    folder,
    columns: { id: 'n' },
  });
  expect(withColumn({ folder, columns: { id: 'n' } }, 'id', '')).toEqual(plain);
  expect(withPrefix(plain, '/content/', '')).toEqual({
    folder,
    picturePrefix: { from: '/content/', to: '' },
  });
  expect(withPrefix({ folder, picturePrefix: { from: '/a', to: '/b' } }, '', '/b')).toEqual(plain);
});

it('shows each role with its column and a value of the first row', () => {
  const columns = [
    { role: 'id', column: '번호', required: true },
    { role: 'answer', column: null, required: true },
  ] as const;
  const file = { file: 'train.csv', found: true, header: ['질문', '번호'], rows: [['뭐예요?', 'q1']] };
  const preview = {
    csv: [],
    files: [
      { ...file, part: 'test', columns: [] },
      { ...file, part: 'train', columns: [...columns] },
    ],
    summary: null,
    problem: null,
  } satisfies ChallengePreview;
  expect(rolesOf(preview)).toEqual([
    { role: 'id', required: true, column: '번호', choices: ['질문', '번호'], sample: 'q1' },
    { role: 'answer', required: true, column: null, choices: ['질문', '번호'], sample: '' },
  ]);
  expect(rolesOf({ ...preview, files: [] })).toEqual([]);
});
