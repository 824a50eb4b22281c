import { expect, test } from 'vitest';
import type { Question } from '../../../src-main/data/challenge.ts';
import { byLength } from '../../../src-main/train/length-order.ts';

const question = (id: string, text: string, choice: string): Question =>
  ({ id, question: text, choices: [choice, choice, choice, choice] }) as unknown as Question;

test('the longest come first, choices counted; those of one length stay as they were; the list itself is left alone', () => {
  const questions = [
    question('short', 'ab', 'c'),
    question('long choices', 'ab', 'choice'),
    question('twin', 'abc', 'c'),
    question('other twin', 'cba', 'c'),
    question('long text', 'a'.repeat(40), 'c'),
  ];
  const ids = questions.map(({ id }) => id);
  expect(byLength(questions).map(({ id }) => id)).toEqual([
    'long text',
    'long choices',
    'twin',
    'other twin',
    'short',
  ]);
  expect(questions.map(({ id }) => id)).toEqual(ids);
});
