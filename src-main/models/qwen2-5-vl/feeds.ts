import type { Feeds } from '../../runtime/tensor.ts';
import type { ModelFeeds, Padding, PreparedPicture, Sequence } from '../family.ts';
import type { Qwen25VlConfig } from './config.ts';
import { patchAngles, textAngles, tokenPositions, windowsOf } from './positions.ts';

/** Added to a score to rule it out; finite, so that a row without any key stays a number. */
const never = -1e9;

/** Tensors for one batch: sequences padded to the longest, pictures to the most and the largest windows. */
export function feedsOf(config: Qwen25VlConfig, batch: readonly Sequence[], padding: Padding): ModelFeeds {
  const seq = Math.max(...batch.map(({ ids }) => ids.length));
  const starts = batch.map(({ ids }, b) => b * seq + (padding.side === 'left' ? seq - ids.length : 0));
  const vision = visionFeeds(
    config,
    batch.flatMap(({ pictures }) => pictures),
  );
  const text = textFeeds(config, batch, starts, seq);
  return {
    feeds: { ...text, ...vision.feeds, imageCells: vision.cells },
    starts,
  };
}

function textFeeds(
  config: Qwen25VlConfig,
  batch: readonly Sequence[],
  starts: readonly number[],
  seq: number,
): Feeds {
  const rows = batch.length * seq;
  const half = config.headSize / 2;
  const ids = new BigInt64Array(rows);
  const cos = new Float32Array(rows * half).fill(1);
  const sin = new Float32Array(rows * half);
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
    sequence.ids.forEach((id, i) => {
      ids[start + i] = BigInt(id);
      if (id === config.imageTokenId) imageRows.push(BigInt(start + i));
    });
  });
  return {
    inputIds: { data: ids, shape: [batch.length, seq] },
    textCos: { data: cos, shape: [rows, half] },
    textSin: { data: sin, shape: [rows, half] },
    textRows: counting(rows),
    textMask: { data: causalMask(batch, starts, seq), shape: [batch.length, 1, 1, seq, seq] },
    imageRows: { data: BigInt64Array.from(imageRows), shape: [imageRows.length] },
  };
}

/** Key k is seen from q when k ≤ q and k is no padding. */
function causalMask(batch: readonly Sequence[], starts: readonly number[], seq: number): Float32Array {
  const mask = new Float32Array(batch.length * seq * seq).fill(never);
  batch.forEach(({ ids }, b) => {
    const first = starts[b]! - b * seq;
    for (let q = first; q < seq; q++)
      mask.fill(
        0,
        (b * seq + q) * seq + first,
        (b * seq + q) * seq + Math.min(q, first + ids.length - 1) + 1,
      );
  });
  return mask;
}

function visionFeeds(
  config: Qwen25VlConfig,
  pictures: readonly PreparedPicture[],
): { feeds: Feeds; cells: Feeds[string]; rows: number } {
  const { mergeSize: merge, windowSize, patchSize, hiddenSize, heads } = config.vision;
  const cell = merge * merge;
  const layouts = pictures.map((picture) => windowsOf(picture, merge, windowSize, patchSize));
  const windows = Math.max(...layouts.map((layout) => layout.length));
  const units = Math.max(...layouts.flat().map((cells) => cells.length));
  const rows = pictures.length * windows * units * cell;
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
  return {
    cells: { data: BigInt64Array.from(cells), shape: [cells.length] },
    rows,
    feeds: {
      pixels: { data: pixels, shape: [rows, width] },
      visionCos: { data: cos, shape: [rows, half] },
      visionSin: { data: sin, shape: [rows, half] },
      visionRows: counting(rows),
      visionMask: { data: mask, shape: [pictures.length, windows, units, cell] },
    },
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
