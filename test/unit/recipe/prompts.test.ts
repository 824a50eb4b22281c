import { describe, expect, test } from 'vitest';
import { promptPresets, renderUser, shortPrompt, templateErrors } from '../../../src-main/recipe/prompts.ts';

const choices = ['dog', 'cat', 'fox', 'owl'] as const;

describe("the team's prompts, as they wrote them", () => {
  const question = '{question}\n(a) {a}\n(b) {b}\n(c) {c}\n(d) {d}\n\n';

  test('plain', () => {
    expect(promptPresets.plain.ko).toEqual({
      system:
        'You are a helpful visual question answering assistant. Answer using exactly one letter among a, b, c, or d. No explanation.',
      user: `${question}정답을 반드시 a, b, c, d 중 하나의 소문자 한 글자로만 출력하세요.`,
    });
  });

  test('exactly one', () => {
    expect(promptPresets['exactly-one'].ko).toEqual({
      system:
        'You are a helpful visual QA assistant for multiple-choice. Reply with exactly ONE lowercase letter: a, b, c, or d. No punctuation, no newline, no extra text. If unsure, guess.',
      user: `${question}정답은 반드시 a/b/c/d 중 소문자 1글자만, 마침표/개행 없이 출력하세요.`,
    });
  });

  test('bullets and anchor', () => {
    const bullets =
      'You are a visual QA assistant for multiple-choice.\n- Output exactly ONE lowercase letter: a, b, c, or d\n- No punctuation, no space, no newline, no explanation\n- If unsure, guess one letter';
    expect(promptPresets.bullets.ko.system).toBe(bullets);
    expect(promptPresets.bullets.ko.user).toBe(promptPresets['exactly-one'].ko.user);
    expect(promptPresets.anchor.ko).toEqual({
      system: `${bullets}\n- Respond after the word 'Answer:' with a single letter`,
      user: `${question}Answer: `,
    });
  });

  test('each can be used in both languages, and only the Korean one is in Korean', () => {
    for (const { ko, en } of Object.values(promptPresets)) {
      expect(templateErrors(ko.user)).toEqual([]);
      expect(templateErrors(en.user)).toEqual([]);
      expect(en.system).toBe(ko.system);
      expect(en.user).not.toMatch(/\p{Script=Hangul}/u);
    }
  });
});

describe('rendering', () => {
  test('fills every place', () => {
    expect(renderUser(shortPrompt.user, 'What is it?', choices)).toBe(
      'What is it?\n(a) dog\n(b) cat\n(c) fox\n(d) owl',
    );
  });

  test('leaves braces and dollar signs in a question as they are', () => {
    const text = renderUser('{question} {a}', 'What is {a} in {b} or {x}? $& $1', ['{question}', '', '', '']);
    expect(text).toBe('What is {a} in {b} or {x}? $& $1 {question}');
  });

  test('fills a place that is used twice, and lets other braces stand', () => {
    expect(renderUser('{a} {a} {} { a } {question}', 'q', choices)).toBe('dog dog {} { a } q');
  });

  test('an unknown place is an error that names it', () => {
    expect(() => renderUser('{question} {answer}', 'q', choices)).toThrow(
      /prompt\.user: \{answer\} is no placeholder/,
    );
  });

  test('without the question there is nothing to answer', () => {
    expect(() => renderUser('Choose: {a} {b} {c} {d}', 'q', choices)).toThrow(/\{question\} is missing/);
  });
});
