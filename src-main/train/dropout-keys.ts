import { QuartetError } from '../common/errors.ts';
import { philox, purposes, type Words } from '../common/random.ts';
import type { Graph } from '../graph/graph.ts';
import type { RowIds } from '../models/family.ts';
import { keyLimit, keyWidth, rowKeysName } from '../models/lora/dropout.ts';
import type { Feeds } from '../runtime/tensor.ts';

/**
 * Row keys [rows, keyWidth] of one micro-batch for each input `dropoutRows:<rows>` of a graph: odd numbers from (seed,
 * step, micro-batch, row), a row by the number that padding does not change.
 */
export function rowKeys(
  { inputs }: Pick<Graph, 'inputs'>,
  rowIds: RowIds,
  { seed, step, micro }: { seed: number; step: number; micro: number },
): Feeds {
  const dropped = inputs.filter(({ name }) => name.startsWith(rowKeysName('')));
  return Object.fromEntries(
    dropped.map(({ name }, index) => {
      const ids = rowIds[name.slice(rowKeysName('').length)];
      if (!ids) throw new QuartetError('INTERNAL', `${name}: no rows of that name`);
      const data = keys(ids.length * keyWidth, (row) =>
        philox([seed, index], [ids[row]!, purposes.dropoutRows, step, micro]),
      );
      for (let i = 0; i < data.length; i++) data[i] = 2 * Math.floor(data[i]! / 2) + 1;
      return [name, { data, shape: [ids.length, keyWidth] }];
    }),
  );
}

/** Column keys [keyWidth, width] of the modules that see text or vision rows, fixed for a run: numbers from (seed, kind). */
export function columnKeys(seed: number, rows: 'text' | 'vision', width: number): Float32Array {
  const kind = rows === 'text' ? 0 : 1;
  return keys(keyWidth * width, (block) => philox([seed, 0], [block, purposes.dropoutColumns, kind, 0]));
}

/** Whole numbers below `keyLimit`, two from each of a block's words: a block is a row's key. */
function keys(count: number, draw: (block: number) => Words): Float32Array {
  const data = new Float32Array(count);
  for (let i = 0; i < count; i += 8)
    draw(i / 8).forEach((word, k) => {
      data[i + 2 * k] = (word >>> 16) % keyLimit;
      data[i + 2 * k + 1] = (word & 0xffff) % keyLimit;
    });
  return data;
}
