import { QuartetError } from '../common/errors.ts';
import type { Bilingual } from '../messages/bilingual.ts';
import type { Recipe } from './recipe.ts';
import { bilingualMessage, hostMessage } from '../messages/host-messages.ts';

export type Prompt = Recipe['prompt'];

/** The team's four prompts, in the order in which they came to them. */
export type PromptName = 'plain' | 'exactly-one' | 'bullets' | 'anchor';

const choiceLines = '{question}\n(a) {a}\n(b) {b}\n(c) {c}\n(d) {d}';

const plainSystem =
  'You are a helpful visual question answering assistant. ' +
  'Answer using exactly one letter among a, b, c, or d. No explanation.';
const exactlyOneSystem =
  'You are a helpful visual QA assistant for multiple-choice. ' +
  'Reply with exactly ONE lowercase letter: a, b, c, or d. ' +
  'No punctuation, no newline, no extra text. If unsure, guess.';
const bulletsSystem = [
  'You are a visual QA assistant for multiple-choice.',
  '- Output exactly ONE lowercase letter: a, b, c, or d',
  '- No punctuation, no space, no newline, no explanation',
  '- If unsure, guess one letter',
].join('\n');
const anchorSystem = `${bulletsSystem}\n- Respond after the word 'Answer:' with a single letter`;

const exactlyOneEnding = {
  ko: '정답은 반드시 a/b/c/d 중 소문자 1글자만, 마침표/개행 없이 출력하세요.',
  en: 'Output only ONE lowercase letter among a/b/c/d, without a full stop or a newline.',
};

/** The team's prompts: system text in English as they wrote it, the end of the user text in Korean (theirs) or English. */
export const promptPresets: Readonly<Record<PromptName, { readonly ko: Prompt; readonly en: Prompt }>> = {
  plain: both(plainSystem, {
    ko: '정답을 반드시 a, b, c, d 중 하나의 소문자 한 글자로만 출력하세요.',
    en: 'Output the answer as exactly one lowercase letter among a, b, c, d.',
  }),
  'exactly-one': both(exactlyOneSystem, exactlyOneEnding),
  bullets: both(bulletsSystem, exactlyOneEnding),
  anchor: both(anchorSystem, { ko: 'Answer: ', en: 'Answer: ' }),
};

/** Few tokens, for the small model: there is no instruction that it could follow. */
export const shortPrompt: Prompt = {
  system: 'You are a helpful visual question answering assistant.',
  user: choiceLines,
};

function both(system: string, ending: { ko: string; en: string }): { ko: Prompt; en: Prompt } {
  const prompt = (end: string): Prompt => ({ system, user: `${choiceLines}\n\n${end}` });
  return { ko: prompt(ending.ko), en: prompt(ending.en) };
}

const placeholder = /\{(\w+)\}/g;
const known = ['question', 'a', 'b', 'c', 'd'];

/** What is wrong with a user template, in sentences; empty when it can be used. */
export function templateErrors(template: string): Bilingual[] {
  const used = Array.from(template.matchAll(placeholder), ([, name]) => name!);
  const errors = used
    .filter((name) => !known.includes(name))
    .map((name) =>
      bilingualMessage('unknown-placeholder', {
        name: `{${name}}`,
        known: known.map((each) => `{${each}}`).join(', '),
      }),
    );
  if (!used.includes('question'))
    errors.push(bilingualMessage('question-never-seen', { name: '{question}' }));
  return errors;
}

/** The user text of a question; braces in the question or its choices stay as they are. INVALID_INPUT names the fault. */
export function renderUser(
  template: string,
  question: string,
  [a, b, c, d]: readonly [string, string, string, string],
): string {
  const [error] = templateErrors(template);
  if (error !== undefined)
    throw new QuartetError(
      'INVALID_INPUT',
      hostMessage('about-field', { field: 'prompt.user', finding: error.en }),
    );
  const values = new Map(Object.entries({ question, a, b, c, d }));
  return template.replace(placeholder, (_, name: string) => values.get(name)!);
}
