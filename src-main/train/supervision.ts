import { QuartetError } from '../common/errors.ts';
import { hostMessage } from '../messages/host-messages.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { ignored } from './batch.ts';

type Mode = Recipe['training']['supervise'];

/** The token ids of one question, with the places of its picture expanded. */
export interface SupervisionInput {
  /** Up to where the model answers. */
  readonly prompt: readonly number[];
  /** The prompt and its answer: a letter, then what the chat template closes a turn with. */
  readonly full: readonly number[];
  readonly mode: Mode;
  readonly imageTokenId: number;
  readonly questionId: string;
}

/**
 * Labels of a sequence: a token's own id where it is supervised, else `ignored`. The answer is found by the length of
 * the prompt, never by looking for an id; GUARD when the prompt does not begin the full text or nothing is supervised.
 */
export function supervise({ prompt, full, mode, imageTokenId, questionId }: SupervisionInput): number[] {
  requirePrefix(prompt, full, questionId);
  const labels = full.map((id, i) => (isSupervised(i, prompt.length, mode) ? id : ignored));
  assertSupervised(labels, imageTokenId, mode, questionId);
  return labels;
}

function isSupervised(index: number, promptLength: number, mode: Mode): boolean {
  if (mode === 'sequence') return true;
  return mode === 'letter' ? index === promptLength : index >= promptLength;
}

function requirePrefix(prompt: readonly number[], full: readonly number[], questionId: string): void {
  const differs = prompt.findIndex((id, i) => id !== full[i]);
  if (differs >= 0)
    throw new QuartetError(
      'GUARD',
      hostMessage('prompt-is-no-prefix', {
        question: questionId,
        index: differs,
        before: prompt[differs]!,
        after: full[differs] ?? 'nothing',
      }),
    );
}

/** Refuses labels that would train nothing, or the picture's placeholder tokens where only the answer counts (GUARD). */
export function assertSupervised(
  labels: readonly number[],
  imageTokenId: number,
  mode: Mode,
  questionId: string,
): void {
  // Nothing predicts the first token, so its label trains nothing.
  if (labels.slice(1).every((label) => label === ignored))
    throw new QuartetError('GUARD', hostMessage('nothing-supervised', { question: questionId }));
  if (mode !== 'sequence' && labels.includes(imageTokenId))
    throw new QuartetError('GUARD', hostMessage('picture-supervised', { question: questionId, mode }));
}
