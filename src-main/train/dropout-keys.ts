import { philox, purposes, type Words } from '../common/random.ts';
import { evaluate } from '../graph/shape.ts';
import type { Value } from '../graph/value.ts';
import { keyLimit, keyWidth } from '../models/lora/dropout.ts';
import { bindSizes } from '../runtime/sizes.ts';
import type { Feeds } from '../runtime/tensor.ts';

/** Row keys [rows, keyWidth] of one micro-batch for each input of `dropped`: odd numbers from (seed, step, micro, row). */
export function rowKeys(
  dropped: readonly Value[],
  feeds: Feeds,
  inputs: readonly Value[],
  { seed, step, micro }: { seed: number; step: number; micro: number },
): Feeds {
  if (dropped.length === 0) return {};
  const bound = bindSizes(
    'dropout',
    inputs.filter(({ name }) => feeds[name]),
    feeds,
  );
  return Object.fromEntries(
    dropped.map((input, index) => {
      const rows = evaluate(input.shape[0]!, bound);
      const data = keys(rows * keyWidth, (block) =>
        philox([seed, index], [block, purposes.dropoutRows, step, micro]),
      );
      for (let i = 0; i < data.length; i++) data[i] = 2 * Math.floor(data[i]! / 2) + 1;
      return [input.name, { data, shape: [rows, keyWidth] }];
    }),
  );
}

/** Column keys [keyWidth, width] of the modules that see text or vision rows, fixed for a run: numbers from (seed, kind). */
export function columnKeys(seed: number, rows: 'text' | 'vision', width: number): Float32Array {
  const kind = rows === 'text' ? 0 : 1;
  return keys(keyWidth * width, (block) => philox([seed, 0], [block, purposes.dropoutColumns, kind, 0]));
}

/** Whole numbers below `keyLimit`, two from each of a block's words. */
function keys(count: number, draw: (block: number) => Words): Float32Array {
  const data = new Float32Array(count);
  for (let i = 0; i < count; i += 8)
    draw(i / 8).forEach((word, k) => {
      data[i + 2 * k] = (word >>> 16) % keyLimit;
      data[i + 2 * k + 1] = (word & 0xffff) % keyLimit;
    });
  return data;
}
