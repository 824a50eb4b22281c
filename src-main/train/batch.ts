import type { Model, PreparedPicture, Sequence } from '../models/family.ts';
import type { Feeds, Tensor } from '../runtime/tensor.ts';

/** Label of a token that no loss is taken at. */
export const ignored = -100;

/** One training sequence: labels[i] is the token's own id where it is supervised, else `ignored`. */
export interface Example {
  readonly ids: readonly number[];
  readonly pictures: readonly PreparedPicture[];
  readonly labels: readonly number[];
  /** Index of the token whose next one is the answer's letter. */
  readonly letterRow: number;
}

/** A padded batch: what a graph is fed, and which targets its rows are. */
export interface Batch {
  readonly feeds: Feeds;
  readonly targets: number;
  /** Whether each target is an answer's letter, which alone four-way smoothing is about. */
  readonly letterTargets: readonly boolean[];
}

/** Number of positions of a sequence that are trained on. */
export function countTargets(labels: readonly number[]): number {
  return labels.reduce((count, label, i) => (i > 0 && label !== ignored ? count + 1 : count), 0);
}

/** Pads sequences and names the rows that predict a supervised token: the logit at position t predicts token t + 1. */
export function collate(model: Model, examples: readonly Example[], side: 'left' | 'right' = 'right'): Batch {
  const { feeds, starts } = model.feed(examples, { side });
  const rows: number[] = [];
  const ids: number[] = [];
  const letterTargets: boolean[] = [];
  examples.forEach(({ labels, letterRow }, b) => {
    labels.forEach((label, i) => {
      if (i === 0 || label === ignored) return;
      rows.push(starts[b]! + i - 1);
      ids.push(label);
      letterTargets.push(i === letterRow + 1);
    });
  });
  return {
    targets: rows.length,
    letterTargets,
    feeds: {
      ...feeds,
      targetRows: integers(rows),
      targetIds: integers(ids),
      letterPlaces: integers(letterTargets.flatMap((isLetter, place) => (isLetter ? [place] : []))),
    },
  };
}

/** Pads prompts; each one's last token is its one target, the letter. */
export function collatePrompts(model: Model, prompts: readonly Sequence[]): Feeds {
  const { feeds, starts } = model.feed(prompts, { side: 'right' });
  return {
    ...feeds,
    targetRows: integers(prompts.map(({ ids }, b) => starts[b]! + ids.length - 1)),
    letterPlaces: integers(prompts.map((_, b) => b)),
  };
}

function integers(values: readonly number[]): Tensor {
  return { data: BigInt64Array.from(values, BigInt), shape: [values.length] };
}
