import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { challengeFiles } from '../../../../src-main/services/python-export/challenge-files.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quartet-files-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('columns are named as the files name them, each file its own', async () => {
  await writeFile(join(folder, 'train.csv'), '번호,이미지,질문,보기1,보기2,보기3,보기4,정답,유형\n');
  await writeFile(join(folder, 'test.csv'), 'id,path,question,a,b,c,d\n');
  const files = await challengeFiles({ folder, picturePrefix: { from: '/content/', to: '' } });
  expect(files.trainColumns).toEqual({
    id: '번호',
    path: '이미지',
    question: '질문',
    a: '보기1',
    b: '보기2',
    c: '보기3',
    d: '보기4',
    answer: '정답',
  });
  expect(files.testColumns).toEqual({
    id: 'id',
    path: 'path',
    question: 'question',
    a: 'a',
    b: 'b',
    c: 'c',
    d: 'd',
  });
  expect(files).toMatchObject({ train: 'train.csv', test: 'test.csv', picturePrefix: ['/content/', ''] });
});

test('a challenge without test questions has no test file', async () => {
  await writeFile(join(folder, 'train.csv'), 'id,path,question,a,b,c,d,answer\n');
  await expect(challengeFiles({ folder })).resolves.toMatchObject({ test: null });
});

test('a training file that is gone is told by its path', async () => {
  await expect(challengeFiles({ folder })).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: expect.stringContaining(join(folder, 'train.csv')) as string,
  });
});
