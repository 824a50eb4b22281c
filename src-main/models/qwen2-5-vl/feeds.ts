import type { Feeds } from '../../runtime/tensor.ts';
import type { ModelFeeds, Padding, PreparedPicture, Sequence } from '../family.ts';
import type { Qwen25VlConfig } from './config.ts';
import { patchAngles, textAngles, tokenPositions, windowsOf } from './positions.ts';

/** Added to a score to rule it out; finite, so that a row without any key stays a number. */
export const never = -1e9;

/** The longest sequence, and the most pictures, windows, cells of a window and cells in all. */
function sizesOf({ vision }: Qwen25VlConfig, batch: readonly Sequence[]) {
  const pictures = batch.flatMap((sequence) => sequence.pictures);
  const layouts = pictures.map((picture) =>
    windowsOf(picture, vision.mergeSize, vision.windowSize, vision.patchSize),
  );
  return {
    seq: Math.max(...batch.map(({ ids }) => ids.length)),
    images: pictures.length,
    windows: Math.max(...layouts.map((layout) => layout.length)),
    units: Math.max(...layouts.flat().map((cells) => cells.length)),
    imageTokens: layouts.flat(2).length,
  };
}

type BatchSizes = ReturnType<typeof sizesOf>;

/** The least sizes that hold each batch; where one has fewer image tokens, a row of padding for what is missing. */
export function commonSizes(config: Qwen25VlConfig, batches: readonly (readonly Sequence[])[]): BatchSizes {
  const each = batches.map((batch) => sizesOf(config, batch));
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

/**
 * Tensors for one batch: sequences padded to the longest, pictures to the most and the largest windows. Where image
 * tokens are padded too they are written to a row of padding, which the sizes must leave room for.
 */
export function feedsOf(config: Qwen25VlConfig, batch: readonly Sequence[], padding: Padding): ModelFeeds {
  const sizes: BatchSizes = { ...sizesOf(config, batch), ...padding.sizes };
  const { seq } = sizes;
  const starts = batch.map(({ ids }, b) => b * seq + (padding.side === 'left' ? seq - ids.length : 0));
  const pictures = batch.flatMap((sequence) => sequence.pictures);
  return {
    feeds: { ...textFeeds(config, batch, starts, sizes), ...visionFeeds(config, pictures, sizes) },
    starts,
  };
}

function textFeeds(
  config: Qwen25VlConfig,
  batch: readonly Sequence[],
  starts: readonly number[],
  { seq, imageTokens }: BatchSizes,
): Feeds {
  const rows = batch.length * seq;
  const half = config.headSize / 2;
  const ids = new BigInt64Array(rows);
  const cos = new Float32Array(rows * half).fill(1);
  const sin = new Float32Array(rows * half);
  const keys = new Float32Array(rows).fill(never);
  const imageRows: bigint[] = [];
  batch.forEach((sequence, b) => {
    const start = starts[b]!;
    const positions = tokenPositions(
      sequence.ids,
      sequence.pictures,
      config.imageTokenId,
      config.vision.mergeSize,
    );
    const angles = textAngles(positions, config);
    cos.set(angles.map(Math.cos), start * half);
    sin.set(angles.map(Math.sin), start * half);
    keys.fill(0, start, start + sequence.ids.length);
    sequence.ids.forEach((id, i) => {
      ids[start + i] = BigInt(id);
      if (id === config.imageTokenId) imageRows.push(BigInt(start + i));
    });
  });
  while (imageRows.length < imageTokens) imageRows.push(BigInt(keys.indexOf(never)));
  return {
    inputIds: { data: ids, shape: [batch.length, seq] },
    textCos: { data: cos, shape: [rows, half] },
    textSin: { data: sin, shape: [rows, half] },
    textRows: counting(rows),
    textKeys: { data: keys, shape: [batch.length, 1, 1, 1, seq] },
    textOrder: { data: Float32Array.from({ length: seq }, (_, i) => i), shape: [seq] },
    imageRows: { data: BigInt64Array.from(imageRows), shape: [imageRows.length] },
  };
}

function visionFeeds(
  config: Qwen25VlConfig,
  pictures: readonly PreparedPicture[],
  { images, windows, units, imageTokens }: BatchSizes,
): Feeds {
  const { mergeSize: merge, windowSize, patchSize, hiddenSize, heads } = config.vision;
  const cell = merge * merge;
  const layouts = pictures.map((picture) => windowsOf(picture, merge, windowSize, patchSize));
  const rows = images * windows * units * cell;
  const width = pictures[0]!.pixels.length / (pictures[0]!.gridHeight * pictures[0]!.gridWidth);
  const half = hiddenSize / heads / 2;
  const pixels = new Float32Array(rows * width);
  const cos = new Float32Array(rows * half).fill(1);
  const sin = new Float32Array(rows * half);
  const mask = new Float32Array(rows).fill(never);
  const cells: bigint[] = [];
  pictures.forEach((picture, p) => {
    const place = new Map<number, number>();
    layouts[p]!.forEach((members, w) =>
      members.forEach((member, u) => place.set(member, (p * windows + w) * units + u)),
    );
    for (let member = 0; member < place.size; member++) {
      const slot = place.get(member)!;
      cells.push(BigInt(slot));
      pixels.set(
        picture.pixels.subarray(member * cell * width, (member + 1) * cell * width),
        slot * cell * width,
      );
      mask.fill(0, slot * cell, (slot + 1) * cell);
      placeAngles(cos, sin, slot, member, picture, merge, hiddenSize / heads);
    }
  });
  while (cells.length < imageTokens) cells.push(0n);
  return {
    imageCells: { data: BigInt64Array.from(cells), shape: [cells.length] },
    pixels: { data: pixels, shape: [rows, width] },
    visionCos: { data: cos, shape: [rows, half] },
    visionSin: { data: sin, shape: [rows, half] },
    visionRows: counting(rows),
    visionMask: { data: mask, shape: [images, windows, units, cell] },
  };
}

/** Writes the angles of one merged cell's patches, which lie row by row inside the cell. */
function placeAngles(
  cos: Float32Array,
  sin: Float32Array,
  slot: number,
  member: number,
  picture: PreparedPicture,
  merge: number,
  headSize: number,
): void {
  const across = picture.gridWidth / merge;
  for (let inner = 0; inner < merge * merge; inner++) {
    const row = Math.floor(member / across) * merge + Math.floor(inner / merge);
    const column = (member % across) * merge + (inner % merge);
    const angles = patchAngles(row, column, headSize);
    const at = (slot * merge * merge + inner) * angles.length;
    cos.set(angles.map(Math.cos), at);
    sin.set(angles.map(Math.sin), at);
  }
}

function counting(rows: number): Feeds[string] {
  return { data: BigInt64Array.from({ length: rows }, (_, i) => BigInt(i)), shape: [1, rows] };
}
