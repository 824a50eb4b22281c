import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tokenPositions, windowsOf } from '../../../../src-main/models/qwen2-5-vl/positions.ts';

interface Grid {
  gridHeight: number;
  gridWidth: number;
}

/** What transformers 5.18 computes; see test/fixtures/parity/README.md. */
const units = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../fixtures/parity/units/positions.json'), 'utf8'),
) as {
  windows: (Grid & { windowSize: number; index: number[]; ends: number[] })[];
  tokens: { ids: number[]; pictures: Grid[]; positions: number[][] }[];
};

test.each(units.windows)(
  'windows of $gridHeight×$gridWidth at $windowSize px',
  ({ index, ends, windowSize, ...grid }) => {
    const windows = windowsOf(grid, 2, windowSize, 14);
    expect(windows.flat()).toEqual(index);
    // transformers counts patches, four a merged cell.
    let patches = 0;
    expect([0, ...windows.map((cells) => (patches += 4 * cells.length))]).toEqual(ends);
  },
);

test.each(units.tokens)('token positions $#', ({ ids, pictures, positions }) => {
  const found = tokenPositions(ids, pictures, 300, 2);
  expect(ids.map((_, i) => [...found.subarray(3 * i, 3 * i + 3)])).toEqual(positions);
});
