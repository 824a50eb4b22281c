import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { windowsOf } from '../../../../src-main/models/qwen2-5-vl/windows.ts';

interface Grid {
  gridHeight: number;
  gridWidth: number;
}

/** What transformers 5.18 computes; see test/fixtures/parity/README.md. */
const units = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../fixtures/parity/units/positions.json'), 'utf8'),
) as {
  windows: (Grid & { windowSize: number; index: number[]; ends: number[] })[];
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
