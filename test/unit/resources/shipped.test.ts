import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { letters } from '../../../src-main/common/letters.ts';
import { loadChallenge } from '../../../src-main/data/challenge.ts';
import { openSnapshot } from '../../../src-main/data/snapshot.ts';
import { loadTokenizer } from '../../../src-main/data/tokenizer.ts';
import { openModel } from '../../../src-main/models/open-model.ts';

const resources = join(import.meta.dirname, '../../../resources');
const sample = join(resources, 'sample-challenge');
const small = join(resources, 'tiny-vl');

function mebibytes(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.reduce((sum, file) => sum + statSync(join(file.parentPath, file.name)).size, 0) / 2 ** 20;
}

/** How often each letter is right, for each kind. */
function lettersByKind(answers: readonly { kind: string | null; answer: string }[]): number[][] {
  const kinds = Map.groupBy(answers, ({ kind }) => kind);
  return [...kinds.values()].map((rows) => letters.map((letter) => rows.filter(({ answer }) => answer === letter).length));
}

test('the sample challenge reads without a finding, and no letter leads within a kind', async () => {
  const { challenge, findings } = await loadChallenge({ folder: sample });
  const solution = challenge.solution!;
  expect(findings).toEqual([]);
  expect(challenge.train.length).toBeGreaterThanOrEqual(1200);
  expect(challenge.test.length).toBeGreaterThanOrEqual(500);
  expect(mebibytes(sample)).toBeLessThanOrEqual(10);
  const training = lettersByKind(challenge.train.map(({ kind, answer }) => ({ kind, answer: answer! })));
  const test = lettersByKind(challenge.test.map(({ kind, id }) => ({ kind, answer: solution.get(id)!.answer })));
  expect(training.length).toBeGreaterThanOrEqual(7);
  for (const counts of [...training, ...test]) expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  const usage = (wanted: string) => [...solution.values()].filter((row) => row.usage === wanted).length;
  expect(usage('Public')).toBe(usage('Private'));
});

test('training and test share no picture', async () => {
  const { challenge } = await loadChallenge({ folder: sample });
  const training = new Set(challenge.train.map(({ picture }) => picture));
  expect(challenge.test.filter(({ picture }) => training.has(picture))).toEqual([]);
});

test('the small checkpoint is a whole snapshot, and each letter is one token', async () => {
  const snapshot = await openSnapshot(small);
  const model = await openModel(snapshot);
  const tokenizer = await loadTokenizer(small);
  expect(mebibytes(small)).toBeLessThanOrEqual(14);
  expect(model.imageTokenId).toBe(tokenizer.tokenId('<|image_pad|>'));
  for (const letter of letters) expect(tokenizer.encode(letter)).toHaveLength(1);
});
