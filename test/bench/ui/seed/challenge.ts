import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../../../src-main/common/package-root.ts';
import { loadChallenge, type Challenge, type Question } from '../../../../src-main/data/challenge.ts';
import { formatCsv } from '../../../../src-main/data/csv.ts';

/** Writes a challenge of `count` training and as many test questions: the sample's over and over, on its pictures. */
export async function makeChallenge(folder: string, count: number): Promise<Challenge> {
  const { challenge } = await loadChallenge({ folder: join(packageRoot(), 'resources', 'sample-challenge') });
  await mkdir(folder, { recursive: true });
  const write = (file: string, ...table: Parameters<typeof formatCsv>): Promise<void> =>
    writeFile(join(folder, file), formatCsv(...table));
  const header = ['id', 'path', 'question', 'a', 'b', 'c', 'd'];
  const rows = (questions: readonly Question[], split: string): [Question, string[]][] =>
    Array.from({ length: count }, (_, i) => {
      const question = questions[i % questions.length]!;
      const id = `${split}_${String(i + 1).padStart(6, '0')}`;
      return [question, [id, question.picture, question.question, ...question.choices, question.kind ?? '']];
    });
  const [train, test] = [rows(challenge.train, 'train'), rows(challenge.test, 'test')];
  await write(
    'train.csv',
    [...header, 'kind', 'answer'],
    train.map(([{ answer }, cells]) => [...cells, answer ?? '']),
  );
  await write(
    'test.csv',
    [...header, 'kind'],
    test.map(([, cells]) => cells),
  );
  await write(
    'solution.csv',
    ['id', 'answer', 'Usage'],
    test.map(([{ id }, cells]) => {
      const { answer, usage } = challenge.solution!.get(id)!;
      return [cells[0]!, answer, usage];
    }),
  );
  return (await loadChallenge({ folder })).challenge;
}
