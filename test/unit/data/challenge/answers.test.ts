import { expect, it } from 'vitest';
import { normaliseAnswer } from '../../../../src-main/data/challenge/answers.ts';

it.each([
  ['abcd', ['a', 'b', 'c', 'd']],
  ['capitals', ['A', 'B', 'C', 'D']],
  ['numbers', ['1', '2', '3', '4']],
  ['numbers that pandas made floats', ['1.0', '2.0', '3.0', '4.0']],
  ['Korean letters', ['가', '나', '다', '라']],
  ['decomposed Korean letters', ['가', '나', '다', '라'].map((letter) => letter.normalize('NFD'))],
  ['circled numbers', ['①', '②', '③', '④']],
  ['circled Korean', ['㉮', '㉯', '㉰', '㉱']],
  ['circled letters', ['ⓐ', 'Ⓑ', '⒞', 'ⓓ']],
  ['full width', ['Ａ', 'ｂ', '３', 'Ｄ']],
  ['brackets, dots and spaces', [' (a) ', 'b.', '[C]', '"d"']],
  ['Korean counting', ['1번', '2번', '(3)', '4)']],
])('%s', (_, answers) => {
  expect(answers.map(normaliseAnswer)).toEqual(['a', 'b', 'c', 'd']);
});

it('takes nothing else', () => {
  for (const text of [
    '',
    ' ',
    'e',
    'ab',
    'aa',
    '0',
    '5',
    '1.5',
    '11',
    '-1',
    '마',
    '⑤',
    'a b',
    'answer a',
    'а' /* Cyrillic */,
  ])
    expect(normaliseAnswer(text), text).toBeNull();
});
