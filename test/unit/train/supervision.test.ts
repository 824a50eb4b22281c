import { describe, expect, test } from 'vitest';
import { assertSupervised, supervise } from '../../../src-main/train/supervision.ts';

const [imageTokenId, a, imEnd, newline] = [9, 64, 45, 98];

// The prompt holds an "a" (64) of its own, as "(a)" does, so that looking for the answer by its id would go wrong.
const prompt = [44, 7, imageTokenId, imageTokenId, imageTokenId, imageTokenId, 64, 5, imEnd, newline, 44, 8];
const full = [...prompt, a, imEnd, newline];
const input = { prompt, full, imageTokenId, questionId: 'q1' };
const masked = Array<number>(prompt.length).fill(-100);

describe('labels', () => {
  test('answer: the letter, the end of the turn and the newline', () => {
    expect(supervise({ ...input, mode: 'answer' })).toEqual([...masked, a, imEnd, newline]);
  });

  test('letter: the letter alone', () => {
    expect(supervise({ ...input, mode: 'letter' })).toEqual([...masked, a, -100, -100]);
  });

  test('sequence: everything, picture tokens included, as labels = input_ids has it', () => {
    expect(supervise({ ...input, mode: 'sequence' })).toEqual(full);
  });
});

describe("the team's bugs", () => {
  test('the prompt was built from the last message only: it does not begin the full text', () => {
    const lastMessage = [44, 8, a, imEnd, newline];
    const attempt = (): unknown => supervise({ ...input, prompt: lastMessage, mode: 'answer' });
    expect(attempt).toThrow(/q1: with its answer the text differs from the prompt at token 1 \(8 became 7\)/);
  });

  test('the cut-off was measured on the full text: nothing is supervised', () => {
    const attempt = (mode: 'answer' | 'letter') => (): unknown => supervise({ ...input, prompt: full, mode });
    expect(attempt('answer')).toThrow(/no token is supervised/);
    expect(attempt('letter')).toThrow(/no token is supervised/);
  });

  test('the prompt was measured before its picture tokens were expanded: it does not begin the full text', () => {
    const unexpanded = prompt.filter((id, i) => id !== imageTokenId || prompt[i - 1] !== imageTokenId);
    expect(() => supervise({ ...input, prompt: unexpanded, mode: 'answer' })).toThrow(/token 3/);
  });

  test('a length cut short supervises picture tokens, which is refused outside sequence mode', () => {
    const short = prompt.slice(0, 3);
    expect(() => supervise({ ...input, prompt: short, mode: 'answer' })).toThrow(
      /picture tokens are supervised/,
    );
    expect(() => assertSupervised(full, imageTokenId, 'letter', 'q1')).toThrow(/picture tokens/);
    expect(() => assertSupervised(full, imageTokenId, 'sequence', 'q1')).not.toThrow();
  });

  test('the last supervised token, a newline, was taken for the gold letter: the letter is the first one', () => {
    const labels = supervise({ ...input, mode: 'answer' });
    expect(labels.find((label) => label !== -100)).toBe(a);
    expect(labels.indexOf(a)).toBe(prompt.length);
  });
});

test('a label on the first token trains nothing, so alone it is refused', () => {
  expect(() => assertSupervised([44, -100, -100], imageTokenId, 'answer', 'q1')).toThrow(/no token/);
});

test('a full text that is shorter than its prompt is told apart', () => {
  expect(() => supervise({ ...input, full: prompt.slice(0, 5), mode: 'answer' })).toThrow(/became nothing/);
});
