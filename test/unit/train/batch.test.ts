import { expect, test } from 'vitest';
import { collate, collatePrompts, countTargets } from '../../../src-main/train/batch.ts';
import { openCase } from '../../parity/case.ts';

test.each(['left', 'right'] as const)(
  'a target is read one position before its token, padding on the %s',
  async (side) => {
    const { model, examples, json } = await openCase('tied-two-sizes-left');
    const sequences = examples(0, 'answer');
    const { feeds, targets, letterTargets } = collate(model, sequences, { side });
    const seq = Math.max(...sequences.map(({ ids }) => ids.length));
    const padded = feeds['inputIds']!.data as BigInt64Array;
    const rows = [...(feeds['targetRows']!.data as BigInt64Array)].map(Number);
    const ids = [...(feeds['targetIds']!.data as BigInt64Array)];
    expect(targets).toBe(json.losses.answer.targets);
    // The token after the row is the target itself: shifted by one, never by none.
    expect(rows.map((row) => padded[row + 1])).toEqual(ids);
    expect(rows.every((row) => row % seq !== seq - 1)).toBe(true);
    // Letter, end of turn, newline: four-way smoothing is about the first alone.
    expect(letterTargets).toEqual(sequences.flatMap(() => [true, false, false]));
    // The letter comes first in each answer of three targets.
    expect([...(feeds['letterPlaces']!.data as BigInt64Array)]).toEqual(
      sequences.map((_, b) => BigInt(3 * b)),
    );
  },
);

test('a prompt is answered at its last token, whatever it is padded to', async () => {
  const { model, examples } = await openCase('tied-two-sizes-left');
  const prompts = examples(0, 'answer').map(({ ids, pictures, letterRow }) => ({
    ids: ids.slice(0, letterRow + 1),
    pictures,
  }));
  const feeds = collatePrompts(model, prompts);
  const seq = feeds['inputIds']!.shape[1]!;
  const rows = [...(feeds['targetRows']!.data as BigInt64Array)].map(Number);
  expect(rows).toEqual(prompts.map(({ ids }, b) => b * seq + ids.length - 1));
});

test('the first token of a sequence is no target, since nothing predicts it', () => {
  expect(countTargets([5, 6, 7])).toBe(2);
  expect(countTargets([5, -100, 7])).toBe(1);
});
