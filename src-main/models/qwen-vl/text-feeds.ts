import type { Feeds } from '../../runtime/tensor.ts';
import type { Sequence } from '../family.ts';
import type { QwenVlConfig } from './config.ts';
import { counting, never, type BatchSizes } from './batch-sizes.ts';
import { textAngles, tokenPositions } from './positions.ts';

/**
 * Feeds of the text model. Image tokens that only fill a batch up are written to a row of padding, for which the sizes
 * leave room.
 */
export function createTextFeeder(config: QwenVlConfig) {
  const half = config.headSize / 2;
  const rotation = createRotations(config);
  return (
    batch: readonly Sequence[],
    starts: readonly number[],
    { seq, imageTokens }: BatchSizes,
  ): { feeds: Feeds; rowIds: Uint32Array } => {
    const rows = batch.length * seq;
    const ids = new BigInt64Array(rows);
    const cos = new Float32Array(rows * half).fill(1);
    const sin = new Float32Array(rows * half);
    const keys = new Float32Array(rows).fill(never);
    const rowIds = new Uint32Array(rows);
    const imageRows: bigint[] = [];
    batch.forEach((sequence, b) => {
      const start = starts[b]!;
      rotation(sequence, cos.subarray(start * half), sin.subarray(start * half));
      keys.fill(0, start, start + sequence.ids.length);
      sequence.ids.forEach((id, i) => {
        ids[start + i] = BigInt(id);
        rowIds[start + i] = b * 2 ** 20 + i;
        if (id === config.imageTokenId) imageRows.push(BigInt(start + i));
      });
    });
    while (imageRows.length < imageTokens) imageRows.push(BigInt(keys.indexOf(never)));
    const feeds: Feeds = {
      inputIds: { data: ids, shape: [batch.length, seq] },
      textCos: { data: cos, shape: [rows, half] },
      textSin: { data: sin, shape: [rows, half] },
      textRows: { ...counting(rows), shape: [batch.length, seq] },
      textKeys: { data: keys, shape: [batch.length, 1, 1, 1, seq] },
      textOrder: { data: Float32Array.from({ length: seq }, (_, i) => i), shape: [seq] },
      imageRows: { data: BigInt64Array.from(imageRows), shape: [imageRows.length] },
    };
    return { feeds, rowIds };
  };
}

/** Writes cos and sin of each token's angles; a position's own are computed once. */
function createRotations(config: QwenVlConfig) {
  const { mropeSection, imageTokenId, vision } = config;
  const known: { cos: Float32Array; sin: Float32Array }[] = [];
  const at = (position: number) => {
    const angles = () => textAngles(Int32Array.of(position, position, position), config);
    return (known[position] ??= {
      cos: Float32Array.from(angles(), Math.cos),
      sin: Float32Array.from(angles(), Math.sin),
    });
  };
  const sections: { axis: number; from: number; to: number }[] = [];
  mropeSection.forEach((pairs, axis) => {
    const from = sections.at(-1)?.to ?? 0;
    sections.push({ axis, from, to: from + pairs });
  });
  const half = config.headSize / 2;
  return ({ ids, pictures }: Sequence, cos: Float32Array, sin: Float32Array): void => {
    const positions = tokenPositions(ids, pictures, imageTokenId, vision.mergeSize);
    for (let token = 0; token < ids.length; token++)
      for (const { axis, from, to } of sections) {
        const table = at(positions[3 * token + axis]!);
        cos.set(table.cos.subarray(from, to), token * half + from);
        sin.set(table.sin.subarray(from, to), token * half + from);
      }
  };
}
