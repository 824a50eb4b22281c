import type { Model, PreparedPicture, Sequence } from '../models/family.ts';
import type { Feeds } from '../runtime/tensor.ts';

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
  const rows: bigint[] = [];
  const ids: bigint[] = [];
  const letterTargets: boolean[] = [];
  examples.forEach(({ labels, letterRow }, b) => {
    labels.forEach((label, i) => {
      if (i === 0 || label === ignored) return;
      rows.push(BigInt(starts[b]! + i - 1));
      ids.push(BigInt(label));
      letterTargets.push(i === letterRow + 1);
    });
  });
  return {
    targets: rows.length,
    letterTargets,
    feeds: {
      ...feeds,
      ...letterRows(
        starts,
        examples.map(({ letterRow }) => letterRow),
      ),
      targetRows: { data: BigInt64Array.from(rows), shape: [rows.length] },
      targetIds: { data: BigInt64Array.from(ids), shape: [ids.length] },
    },
  };
}

/** Pads prompts; the letter is read at each one's last token. */
export function collatePrompts(model: Model, prompts: readonly Sequence[]): Feeds {
  const { feeds, starts } = model.feed(prompts, { side: 'right' });
  return {
    ...feeds,
    ...letterRows(
      starts,
      prompts.map(({ ids }) => ids.length - 1),
    ),
  };
}

function letterRows(starts: readonly number[], offsets: readonly number[]): Feeds {
  const rows = BigInt64Array.from(offsets, (offset, b) => BigInt(starts[b]! + offset));
  return { letterRows: { data: rows, shape: [rows.length] } };
}
