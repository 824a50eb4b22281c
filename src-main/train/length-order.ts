import type { Question } from '../data/challenge.ts';

/**
 * Questions in the order in which they are answered: batches of like length need the least padding, and the longest come
 * first, so that a batch that does not fit into memory is met at once. Pictures are scaled to one area and hardly differ.
 */
export function byLength(questions: readonly Question[]): Question[] {
  return questions.toSorted((a, b) => lengthOf(b) - lengthOf(a));
}

/** Characters of what differs between prompts; how many tokens they are nearly follows from it. */
function lengthOf({ question, choices }: Question): number {
  return choices.reduce((sum, choice) => sum + choice.length, question.length);
}
