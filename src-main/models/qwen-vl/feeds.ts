import type { ModelFeeds, Padding, Sequence, Sizes } from '../family.ts';
import type { QwenVlConfig } from './config.ts';
import type { ProcessorConfig } from './processor-config.ts';
import type { BatchSizes } from './batch-sizes.ts';
import { createTextFeeder } from './text-feeds.ts';
import type { Tower } from './tower.ts';
import { createVisionFeeder } from './vision-feeds.ts';

/** Makes feeds for batches; tables of angles are made once a position and once a grid. */
export interface Feeder {
  commonSizes(batches: readonly (readonly Sequence[])[]): Sizes;
  feed(batch: readonly Sequence[], padding: Padding): ModelFeeds;
}

export function createFeeder(config: QwenVlConfig, tower: Tower, processor: ProcessorConfig): Feeder {
  const text = createTextFeeder(config);
  const vision = createVisionFeeder(config.vision, tower, processor);
  const sizesOf = (batch: readonly Sequence[]): BatchSizes => ({
    seq: Math.max(...batch.map(({ ids }) => ids.length)),
    ...vision.sizes(batch.flatMap(({ pictures }) => pictures)),
  });
  return {
    commonSizes: (batches) => ({ ...commonSizes(batches.map(sizesOf)) }),
    feed(batch, { side, sizes: wanted, form = { pictures: 'floats', multiple: 1 } }) {
      const least: BatchSizes = { ...sizesOf(batch), ...wanted };
      const seq = Math.ceil(least.seq / form.multiple) * form.multiple;
      const sizes = { ...least, seq };
      const starts = batch.map(({ ids }, b) => b * seq + (side === 'left' ? seq - ids.length : 0));
      const all = batch.flatMap((sequence) => sequence.pictures);
      const [words, pictures] = [text(batch, starts, sizes), vision.feed(all, sizes, form.pictures)];
      const rowIds = { 'batch*seq': words.rowIds, ...pictures.rowIds };
      return { feeds: { ...words.feeds, ...pictures.feeds }, starts, rowIds };
    },
  };
}

/** The least sizes that hold each batch; where one has fewer image tokens, a row of padding for what is missing. */
function commonSizes(each: readonly BatchSizes[]): BatchSizes {
  const most = (name: keyof BatchSizes) => Math.max(...each.map((sizes) => sizes[name]));
  const imageTokens = most('imageTokens');
  const spare = each.some((sizes) => sizes.imageTokens < imageTokens) ? 1 : 0;
  return {
    seq: most('seq') + spare,
    images: most('images'),
    windows: most('windows'),
    units: most('units'),
    imageTokens,
  };
}
