import { QuartetError } from '../../common/errors.ts';
import type { Feeds } from '../../runtime/tensor.ts';
import type { FeedForm, ModelFeeds, Padding, PreparedPicture, Sequence, Sizes } from '../family.ts';
import type { QwenVlConfig } from './config.ts';
import type { ProcessorConfig } from './processor-config.ts';
import type { BatchSizes } from './batch-sizes.ts';
import { featureFeeds } from './features.ts';
import { createTextFeeder } from './text-feeds.ts';
import type { Tower } from './tower.ts';
import { createVisionFeeder } from './vision-feeds.ts';

/** Makes feeds for batches; tables of angles are made once a position and once a grid. */
export interface Feeder {
  commonSizes(batches: readonly (readonly Sequence[])[]): Sizes;
  feed(batch: readonly Sequence[], padding: Padding): ModelFeeds;
  feedPictures(pictures: readonly PreparedPicture[], form: FeedForm): Feeds;
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
      const words = text(batch, starts, sizes);
      const pictures =
        form.pictures === 'features'
          ? { feeds: featureFeeds(all, config.hiddenSize, sizes), rowIds: {} }
          : vision.feed(all.map(withPixels), sizes, form.pictures);
      const rowIds = { 'batch*seq': words.rowIds, ...pictures.rowIds };
      return { feeds: { ...words.feeds, ...pictures.feeds }, starts, rowIds };
    },
    feedPictures: (pictures, form) =>
      vision.feed(pictures, { seq: 0, ...vision.sizes(pictures) }, patchForm(form)).feeds,
  };
}

function withPixels(picture: Sequence['pictures'][number]): PreparedPicture {
  if ('pixels' in picture) return picture;
  throw new QuartetError('INTERNAL', 'this graph computes features itself: it takes pictures as pixels');
}

function patchForm({ pictures }: FeedForm): 'floats' | 'bytes' {
  if (pictures !== 'features') return pictures;
  throw new QuartetError('INTERNAL', 'a vision tower takes pictures as pixels');
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
