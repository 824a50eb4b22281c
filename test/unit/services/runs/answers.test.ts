import { expect, test } from 'vitest';
import type { Question } from '../../../../src-main/contract/index.ts';
import { kindsOf } from '../../../../src-main/services/runs/answers.ts';

const question = (kind: string | null): Question => ({
  id: '1',
  split: 'train',
  row: 2,
  question: '?',
  choices: ['1', '2', '3', '4'],
  answer: 'a',
  kind,
  pictureShared: 1,
  pictureUrl: '',
});

test('kinds are counted over what is known of them, the hardest first', () => {
  const answers = [
    { question: question('what'), right: true },
    { question: question('count'), right: true },
    { question: question('count'), right: false },
    { question: question('count'), right: null },
    { question: question(null), right: false },
    { question: question('read'), right: null },
  ];
  expect(kindsOf(answers)).toEqual([
    { kind: 'count', count: 3, known: 2, right: 1 },
    { kind: 'read', count: 1, known: 0, right: 0 },
    { kind: 'what', count: 1, known: 1, right: 1 },
  ]);
});
