import { hostMessage } from '../messages/host-messages.ts';
import { QuartetError } from '../common/errors.ts';
import { purposes, shuffled } from '../common/random.ts';
import type { Question } from './challenge.ts';

/** How to divide, as a recipe's `data` says it. */
export interface SplitSettings {
  readonly samples: number | 'all';
  readonly validationFraction: number;
  readonly split: 'order' | 'random' | 'stratified';
  readonly groupByPicture: boolean;
}

/** What of a question decides its side. */
export type Splittable = Pick<Question, 'picture' | 'answer'>;

/** Questions to train on and to validate with, each in file order. */
export interface SplitQuestions<Q = Question> {
  readonly train: readonly Q[];
  readonly validation: readonly Q[];
}

/**
 * Divides questions as `data` asks: `order` takes the validation from the end of the file, `random` and `stratified`
 * draw it from the seed, the latter with every answer's share kept. With `groupByPicture` all questions of a picture
 * stay on one side. `samples` first draws a subset. Only a function of its arguments; INVALID_INPUT when no question
 * is left to train on.
 */
export function splitQuestions<Q extends Splittable>(
  questions: readonly Q[],
  data: SplitSettings,
  seed: number,
): SplitQuestions<Q> {
  const subset = drawSubset(questions, data.samples, seed);
  const groups = data.groupByPicture ? groupByPicture(subset) : subset.map((question) => [question]);
  const arranged =
    data.split === 'order'
      ? groups.toReversed()
      : shuffled(groups.length, seed, purposes.split).map((i) => groups[i]!);
  const cellOf = data.split === 'stratified' ? ({ answer }: Q): string => answer ?? '' : (): string => '';
  const validation = new Set(
    takeGroups(arranged, cellTargets(subset, cellOf, data.validationFraction), cellOf),
  );
  const split = {
    train: subset.filter((question) => !validation.has(question)),
    validation: subset.filter((question) => validation.has(question)),
  };
  if (split.train.length === 0)
    throw new QuartetError(
      'INVALID_INPUT',
      hostMessage('split-leaves-none', { questions: subset.length, fraction: data.validationFraction }),
    );
  return split;
}

function drawSubset<Q>(questions: readonly Q[], samples: number | 'all', seed: number): readonly Q[] {
  if (samples === 'all' || samples >= questions.length) return questions;
  const drawn = new Set(shuffled(questions.length, seed, purposes.subset).slice(0, samples));
  return questions.filter((_, i) => drawn.has(i));
}

function groupByPicture<Q extends Splittable>(questions: readonly Q[]): Q[][] {
  return [...Map.groupBy(questions, ({ picture }) => picture).values()];
}

/** Wanted questions of each cell: the fraction of all, rounded up, dealt out by largest remainders. */
function cellTargets<Q>(
  questions: readonly Q[],
  cellOf: (question: Q) => string,
  fraction: number,
): Map<string, number> {
  // Less a hair: 0.07·100 is a little more than 7 in binary, and must not become 8.
  const total = Math.ceil(questions.length * fraction - 1e-9);
  const cells = [...Map.groupBy(questions, cellOf)].map(([cell, { length }]) => ({
    cell,
    exact: (length * total) / questions.length,
  }));
  const targets = new Map(cells.map(({ cell, exact }) => [cell, Math.floor(exact)]));
  const missing = total - cells.reduce((sum, { exact }) => sum + Math.floor(exact), 0);
  const byRemainder = cells.toSorted((one, other) => (other.exact % 1) - (one.exact % 1));
  for (const { cell } of byRemainder.slice(0, missing)) targets.set(cell, targets.get(cell)! + 1);
  return targets;
}

/**
 * Takes each group in turn unless that leads the cells' counts away from their targets (in squares). When all groups
 * are too large for that, the smallest is taken: some validation was asked for.
 */
function takeGroups<Q>(
  groups: readonly (readonly Q[])[],
  targets: ReadonlyMap<string, number>,
  cellOf: (question: Q) => string,
): readonly Q[] {
  const missing = new Map(targets);
  const taken = groups.flatMap((group) => {
    const counts = [...Map.groupBy(group, cellOf)].map(([cell, { length }]) => [cell, length] as const);
    // (missing − n)² − missing² = n·(n − 2·missing)
    const change = counts.reduce((sum, [cell, n]) => sum + n * (n - 2 * missing.get(cell)!), 0);
    if (change > 0) return [];
    for (const [cell, n] of counts) missing.set(cell, missing.get(cell)! - n);
    return group;
  });
  const wanted = [...targets.values()].some((target) => target > 0);
  if (taken.length > 0 || !wanted) return taken;
  return groups.toSorted((one, other) => one.length - other.length)[0]!;
}
