import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkPictures } from '../../../../src-main/data/challenge/check-pictures.ts';
import type { Question } from '../../../../src-main/data/challenge/types.ts';
import { ChallengeFolder, places } from './folder.ts';

let folder: ChallengeFolder;

beforeEach(() => {
  folder = new ChallengeFolder();
});

afterEach(() => folder.remove());

function question(picture: string, row: number): Question {
  return {
    id: `x${row}`,
    row,
    picture,
    question: 'q',
    choices: ['1', '2', '3', '4'],
    answer: 'a',
    kind: null,
  };
}

it('decodes each picture once, and tells row and column of what is wrong', async () => {
  const good = folder.picture('good.png');
  const rotated = folder.picture('rotated.jpg', 'jpeg-exif-rotated.jpg');
  const cut = folder.write('cut.png', readFileSync(good).subarray(0, 4000));
  const gone = `${folder.path}/gone.png`;
  const questions = [good, cut, rotated, good, cut, gone].map((picture, index) =>
    question(picture, index + 2),
  );
  const progress: [number, number][] = [];
  const findings = await checkPictures(questions, {
    file: 'train.csv',
    onProgress: (...step) => progress.push(step),
  });
  expect(places(findings)).toEqual([
    ['error', 'picture-unusable', 3, 'path'],
    ['warning', 'picture-rotated', 4, 'path'],
    ['error', 'picture-unusable', 7, 'path'],
  ]);
  expect(findings[0]!.message).toMatch(
    /^train\.csv, row 3, column path: .*cut\.png: it is damaged, cut off.*\(2 rows use it\)$/,
  );
  expect(progress).toEqual([1, 2, 3, 4].map((done) => [done, 4]));
});

it('stops when it is told to', async () => {
  const controller = new AbortController();
  controller.abort(new Error('enough'));
  const questions = [question(folder.picture('a.png'), 2)];
  await expect(checkPictures(questions, { file: 'train.csv', signal: controller.signal })).rejects.toThrow(
    'enough',
  );
});
