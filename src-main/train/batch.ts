import type { FeedForm, Model, Padding, RowIds, Sequence, Sizes } from '../models/family.ts';
import type { Feeds, Tensor } from '../runtime/tensor.ts';

/** Label of a token that no loss is taken at. */
export const ignored = -100;

/** One training sequence: labels[i] is the token's own id where it is supervised, else `ignored`. */
export interface Example extends Sequence {
  readonly labels: readonly number[];
  /** Index of the token whose next one is the answer's letter. */
  readonly letterRow: number;
}

/** A padded batch: what a graph is fed, and which targets its rows are. */
export interface Batch {
  readonly feeds: Feeds;
  /** Samples that count; those after them fill the batch up. */
  readonly samples: number;
  readonly targets: number;
  /** Whether each target is an answer's letter, which alone four-way smoothing is about. */
  readonly letterTargets: readonly boolean[];
  /** Number of places for targets, of which the last may be empty. */
  readonly places: number;
  readonly rowIds: RowIds;
}

export interface CollateOptions extends Partial<Pick<Padding, 'side' | 'form'>> {
  readonly common?: CommonShape;
}

/** The one shape that several batches are padded to. */
export interface CommonShape {
  readonly sizes: Sizes;
  readonly samples: number;
  readonly targets: number;
}

export function commonShape(model: Model, batches: readonly (readonly Example[])[]): CommonShape {
  const samples = Math.max(...batches.map((batch) => batch.length));
  const full = batches.map((batch) => filled(batch, samples));
  const targets = batches.map((batch) => batch.reduce((sum, { labels }) => sum + countTargets(labels), 0));
  return { samples, sizes: model.commonSizes(full), targets: Math.max(...targets) };
}

/** Number of positions of a sequence that are trained on. */
export function countTargets(labels: readonly number[]): number {
  return labels.reduce((count, label, i) => (i > 0 && label !== ignored ? count + 1 : count), 0);
}

/** A batch filled up with its first example. */
function filled(examples: readonly Example[], samples: number): readonly Example[] {
  const missing = Math.max(0, samples - examples.length);
  return [...examples, ...Array<Example>(missing).fill(examples[0]!)];
}

/**
 * Pads sequences and names the rows that predict a supervised token: the logit at position t predicts token t + 1.
 * Under a common shape the batch is filled up with samples and targets that must weigh nothing.
 */
export function collate(
  model: Model,
  examples: readonly Example[],
  { side = 'right', form, common }: CollateOptions = {},
): Batch {
  const all = filled(examples, common?.samples ?? 0);
  const { feeds, starts, rowIds } = model.feed(all, {
    side,
    ...(form ? { form } : {}),
    ...(common ? { sizes: common.sizes } : {}),
  });
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
  const places = common?.targets ?? rows.length;
  const letterPlaces = letterTargets.flatMap((isLetter, place) => (isLetter ? [place] : []));
  const padded = (values: readonly number[], count: number): Tensor =>
    integers([...values, ...Array<number>(count - values.length).fill(values[0]!)]);
  return {
    samples: examples.length,
    targets: rows.length,
    letterTargets,
    places,
    rowIds: { ...rowIds, targets: targetIdsOf(rows, places, rowIds) },
    feeds: {
      ...feeds,
      targetRows: padded(rows, places),
      targetIds: padded(ids, places),
      letterPlaces: padded(letterPlaces, all.length),
    },
  };
}

/** The rows that targets are read at, by the numbers they have among all. */
function targetIdsOf(rows: readonly number[], places: number, { 'batch*seq': text }: RowIds): Uint32Array {
  const ids = new Uint32Array(places);
  rows.forEach((row, i) => (ids[i] = text![row]!));
  return ids;
}

/** Pads prompts; each one's last token is its one target, the letter. */
export function collatePrompts(model: Model, prompts: readonly Sequence[], form?: FeedForm): Feeds {
  const { feeds, starts } = model.feed(prompts, { side: 'right', ...(form ? { form } : {}) });
  return {
    ...feeds,
    targetRows: integers(prompts.map(({ ids }, b) => starts[b]! + ids.length - 1)),
    letterPlaces: integers(prompts.map((_, b) => b)),
  };
}

function integers(values: readonly number[]): Tensor {
  return { data: BigInt64Array.from(values, BigInt), shape: [values.length] };
}
