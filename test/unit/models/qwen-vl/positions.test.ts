import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tokenPositions } from '../../../../src-main/models/qwen-vl/positions.ts';

interface Grid {
  gridHeight: number;
  gridWidth: number;
}

/** What transformers 5.18 computes; see test/fixtures/parity/README.md. */
const units = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../fixtures/parity/units/positions.json'), 'utf8'),
) as {
  tokens: { ids: number[]; pictures: Grid[]; positions: number[][] }[];
};

test.each(units.tokens)('token positions $#', ({ ids, pictures, positions }) => {
  const found = tokenPositions(ids, pictures, 110, 2);
  expect(ids.map((_, i) => [...found.subarray(3 * i, 3 * i + 3)])).toEqual(positions);
});
