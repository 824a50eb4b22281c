import { mkdir, mkdtemp, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromSystemError } from '../../../src-main/common/errors.ts';
import { inBothLanguages } from '../../../src-main/messages/host-messages.ts';
import { reasonOfCode } from '../../../src-main/messages/system.ts';

let folder: string;
let file: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quartet-과제 '));
  file = join(folder, 'train.csv');
  await writeFile(file, '');
});
afterAll(() => rm(folder, { recursive: true }));

const thrownBy = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => expect.unreachable(),
    (error: unknown) => error,
  );

describe('what the system threw', () => {
  it('names a file that is not there, in both languages', async () => {
    const gone = join(folder, 'test.csv');
    const told = fromSystemError(await thrownBy(readFile(gone)), 'cannot-read', gone);
    expect(told.code).toBe('NOT_FOUND');
    expect(inBothLanguages(told.message)).toEqual({
      ko: `${gone}을(를) 읽지 못했어요. 찾을 수 없어요 (ENOENT: open ${gone}). 경로를 확인하세요.`,
      en: `Reading ${gone}: not found (ENOENT: open ${gone}).`,
    });
  });

  it.each([
    ['EISDIR', () => readFile(folder), '파일이 아니라 폴더예요'],
    ['ENOTDIR', () => readFile(join(file, 'a')), '폴더가 아니라 파일이에요'],
    ['EEXIST', () => mkdir(folder), '이미 있어요'],
    ['ENOTEMPTY', () => rmdir(folder), '이미 있어요'],
    ['ERR_INVALID_ARG_VALUE', () => readFile('a\0b'), '쓸 수 없는 경로예요'],
  ])('%s', async (code, act, korean) => {
    const told = fromSystemError(await thrownBy(act()), 'cannot-open', folder);
    expect(told.code).toBe('INVALID_INPUT');
    expect(told.message).toContain(code);
    expect(inBothLanguages(told.message).ko).toContain(korean);
  });

  it.each(Object.keys(reasonOfCode))('%s has Korean words only', (code) => {
    const told = fromSystemError(Object.assign(new Error('x'), { code }), 'cannot-write', '/a');
    expect(inBothLanguages(told.message).ko.replace(`(${code})`, '')).not.toMatch(/[a-z]{2}/);
  });

  it('tells people to free space, whatever was written', () => {
    const told = fromSystemError({ code: 'ENOSPC' }, 'cannot-write', '/a/run.json');
    expect([told.code, told.message]).toEqual([
      'OUT_OF_SPACE',
      'Writing /a/run.json: the disk is full. Free some space and try again.',
    ]);
  });

  it('keeps the words of an error that is none of the system', () => {
    expect(fromSystemError(new Error('cut off'), 'cannot-unpack', '/a.zip').message).toBe(
      'Unpacking /a.zip: cut off',
    );
  });
});

// As an earlier version wrote it to a history.
it('a stored sentence of Node is read in Korean', () => {
  const stored = "Reading /a/train.csv: not found (ENOENT: no such file or directory, open '/a/train.csv').";
  expect(inBothLanguages(stored).ko).toMatch(/^\/a\/train[.]csv을\(를\) 읽지 못했어요. 찾을 수 없어요/);
});
