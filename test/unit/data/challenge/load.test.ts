import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ChallengeFolder, places } from './folder.ts';

const header = 'id,path,question,a,b,c,d,answer';
let folder: ChallengeFolder;

beforeEach(() => {
  folder = new ChallengeFolder();
  folder.picture('1.png');
});

afterEach(() => folder.remove());

it('reads a challenge without findings', async () => {
  folder.picture('2.png', 'png-grey.png');
  folder.write(
    'train.csv',
    `${header},kind\nx1,1.png,"What,\nis it?",사과,배,귤,감,b,what\nx2,1.png,q,1,2,3,4,D,\n`,
  );
  folder.write('test.csv', 'id,path,question,a,b,c,d\nt1,2.png,q,1,2,3,4\n');
  folder.write('solution.csv', 'id,answer,Usage\nt1,c,Private\n');
  const { challenge, findings } = await folder.load();
  expect(findings).toEqual([]);
  expect(challenge.train).toEqual([
    {
      id: 'x1',
      row: 2,
      picture: join(folder.path, '1.png'),
      question: 'What,\nis it?',
      choices: ['사과', '배', '귤', '감'],
      answer: 'b',
      kind: 'what',
    },
    {
      id: 'x2',
      row: 4,
      picture: join(folder.path, '1.png'),
      question: 'q',
      choices: ['1', '2', '3', '4'],
      answer: 'd',
      kind: null,
    },
  ]);
  expect(challenge.test).toMatchObject([{ id: 't1', row: 2, answer: null }]);
  expect([...challenge.solution!]).toEqual([['t1', { answer: 'c', usage: 'Private' }]]);
});

it('identifies the data by train and test, not by a solution that came later', async () => {
  folder.write('train.csv', `${header}\nx1,1.png,q,1,2,3,4,a\n`);
  const first = (await folder.load()).challenge.sha256;
  folder.write('solution.csv', 'id,answer,Usage\n');
  expect((await folder.load()).challenge.sha256).toBe(first);
  folder.write('train.csv', `${header}\nx1,1.png,q,1,2,3,4,b\n`);
  expect((await folder.load()).challenge.sha256).not.toBe(first);
  expect(first).toMatch(/^[0-9a-f]{64}$/);
});

describe('rows with errors', () => {
  it.each([
    ['an empty choice', 'x1,1.png,q,1,, 3,4,a', 'empty-choice', 'b', 'empty. Fill it in or remove the row.'],
    ['an empty question', 'x1,1.png,  ,1,2,3,4,a', 'empty-question', 'question', 'empty.'],
    ['an empty id', ',1.png,q,1,2,3,4,a', 'empty-id', 'id', 'empty.'],
    ['an empty path', 'x1,,q,1,2,3,4,a', 'empty-path', 'path', 'empty.'],
    ['no answer', 'x1,1.png,q,1,2,3,4,', 'empty-answer', 'answer', 'Write a, b, c or d.'],
    [
      'an answer outside the choices',
      'x1,1.png,q,1,2,3,4,e',
      'bad-answer',
      'answer',
      '"e" is none of the choices.',
    ],
    ['the number five', 'x1,1.png,q,1,2,3,4,5', 'bad-answer', 'answer', '"5" is none of the choices.'],
    ['a missing picture', 'x1,2.png,q,1,2,3,4,a', 'picture-missing', 'path', 'there is no file'],
    [
      'an unquoted comma',
      'x1,1.png,q, really,1,2,3,4,a',
      'cell-count',
      null,
      '9 cells, but the header has 8.',
    ],
    ['a short row', 'x1,1.png,q,1,2,3,4', 'cell-count', null, '7 cells'],
  ])('%s is left out, with file, row and column', async (_, line, code, column, text) => {
    const file = folder.write('train.csv', `${header}\n${line}\nx9,1.png,q,1,2,3,4,a\n`);
    const { challenge, findings } = await folder.load();
    expect(places(findings)).toEqual([['error', code, 2, column]]);
    expect(findings[0]!.message).toContain(`${file}, row 2`);
    expect(findings[0]!.message).toContain(text);
    expect(challenge.train.map(({ id }) => id)).toEqual(['x9']);
  });

  it('reports everything that is wrong in a row', async () => {
    folder.write('train.csv', `${header}\nx1,2.png,,1,2,3,4,z\n`);
    expect(places((await folder.load()).findings)).toEqual([
      ['error', 'empty-question', 2, 'question'],
      ['error', 'bad-answer', 2, 'answer'],
      ['error', 'picture-missing', 2, 'path'],
    ]);
  });

  it('keeps the first of two rows with one id, and says where it was', async () => {
    folder.write('train.csv', `${header}\nx1,1.png,q,1,2,3,4,a\nx1,1.png,q,1,2,3,4,b\n`);
    const { challenge, findings } = await folder.load();
    expect(challenge.train.map(({ row }) => row)).toEqual([2]);
    expect(findings[0]!.message).toMatch(/row 3, column id: the id "x1" was used in row 2 already/);
  });

  it('takes no numbers from a column that counts from zero', async () => {
    folder.write(
      'train.csv',
      `${header}\nx1,1.png,q,1,2,3,4,1\nx2,1.png,q,1,2,3,4,0\nx3,1.png,q,1,2,3,4,b\n`,
    );
    const { challenge, findings } = await folder.load();
    expect(places(findings)).toEqual([
      ['error', 'zero-based-answer', 2, 'answer'],
      ['error', 'bad-answer', 3, 'answer'],
    ]);
    expect(challenge.train.map(({ id }) => id)).toEqual(['x3']);
  });
});

describe('warnings', () => {
  it('of two equal choices', async () => {
    folder.write('train.csv', `${header}\nx1,1.png,q,yes,no,yes ,4,a\n`);
    const { challenge, findings } = await folder.load();
    expect(places(findings)).toEqual([['warning', 'duplicate-choice', 2, 'c']]);
    expect(challenge.train).toHaveLength(1);
  });

  it('of a picture in train and test, by path or by its bytes', async () => {
    folder.picture('copy.png');
    folder.picture('other.png', 'png-grey.png');
    folder.write('train.csv', `${header}\nx1,1.png,q,1,2,3,4,a\n`);
    folder.write(
      'test.csv',
      'id,path,question,a,b,c,d\nt1,1.png,q,1,2,3,4\nt2,copy.png,q,1,2,3,4\nt3,other.png,q,1,2,3,4\n',
    );
    const { challenge, findings } = await folder.load();
    expect(places(findings)).toEqual([
      ['warning', 'picture-in-train-and-test', 2, 'path'],
      ['warning', 'picture-in-train-and-test', 3, 'path'],
    ]);
    expect(challenge.test).toHaveLength(3);
  });

  it('of a wrong answer in a test file, which is not needed', async () => {
    folder.write('test.csv', `${header}\nt1,1.png,q,1,2,3,4,?\nt2,1.png,q,1,2,3,4,\n`);
    const { challenge, findings } = await folder.load();
    expect(places(findings)).toEqual([['warning', 'bad-answer', 2, 'answer']]);
    expect(challenge.test.map(({ answer }) => answer)).toEqual([null, null]);
  });
});

describe('solutions', () => {
  it('report bad rows and ids that do not meet', async () => {
    folder.write(
      'test.csv',
      'id,path,question,a,b,c,d\nt1,1.png,q,1,2,3,4\nt2,1.png,q,1,2,3,4\nt3,1.png,q,1,2,3,4\n',
    );
    folder.write(
      'solution.csv',
      'id,answer,usage\nt1,가,public\nt2,x,Public\nt1,b,Private\nt4,b,Secret\nt5,,Ignored\n',
    );
    const { challenge, findings } = await folder.load();
    expect([...challenge.solution!]).toEqual([['t1', { answer: 'a', usage: 'Public' }]]);
    expect(places(findings)).toEqual([
      ['error', 'bad-answer', 3, 'answer'],
      ['error', 'duplicate-id', 4, 'id'],
      ['error', 'bad-usage', 5, 'Usage'],
      ['warning', 'unsolved-test-ids', null, 'id'],
      ['warning', 'unknown-solution-ids', null, 'id'],
    ]);
    expect(findings[3]!.message).toContain('1 test questions have no row here, such as "t3"');
  });

  it('go by the names that are given, where they have them', async () => {
    folder.write('test.csv', 'no,path,question,a,b,c,d\nt1,1.png,q,1,2,3,4\n');
    const columns = { id: 'no', answer: 'truth' };
    folder.write('solution.csv', 'no,truth,Usage\nt1,d,Public\n');
    const { challenge } = await folder.load({ columns: { id: 'no' } });
    expect(challenge.solution).toEqual(new Map());
    folder.write('test.csv', 'no,path,question,a,b,c,d,truth\nt1,1.png,q,1,2,3,4,\n');
    const named = await folder.load({ columns });
    expect([...named.challenge.solution!.keys()]).toEqual(['t1']);
    folder.write('solution.csv', 'id,answer,Usage\nt1,d,Public\n');
    expect([...(await folder.load({ columns })).challenge.solution!.keys()]).toEqual(['t1']);
  });

  it('count as public when they do not say', async () => {
    folder.write('test.csv', 'id,path,question,a,b,c,d\nt1,1.png,q,1,2,3,4\n');
    folder.write('solution.csv', 'id,answer\nt1,2\n');
    const { challenge, findings } = await folder.load();
    expect(challenge.solution!.get('t1')).toEqual({ answer: 'b', usage: 'Public' });
    expect(places(findings)).toEqual([['warning', 'missing-column', 1, 'Usage']]);
  });
});

describe('files', () => {
  it('may lie elsewhere and be in CP949', async () => {
    // "id,path,질문,a,b,c,d,answer\nx1,1.png,뭐,1,2,3,4,가" from Python's cp949 codec.
    const bytes = Buffer.from(
      '69642c706174682cc1fab9ae2c612c622c632c642c616e737765720a78312c312e706e672cb9b92c312c322c332c342cb0a1',
      'hex',
    );
    folder.write('sub/mine.csv', bytes);
    const { challenge, findings } = await folder.load({ train: 'sub/mine.csv' });
    expect(challenge.train).toMatchObject([{ question: '뭐', answer: 'a' }]);
    expect(places(findings)).toEqual([['warning', 'guessed-column', 1, '질문']]);
  });

  it('that cannot be read are findings, and the others are still read', async () => {
    folder.write('train.csv', 'id,path\n"x1,');
    folder.write('test.csv', 'id,path,question,a,b,c,d\nt1,1.png,q,1,2,3,4\n');
    const { challenge, findings } = await folder.load();
    expect(findings).toMatchObject([
      { code: 'unreadable-csv', message: expect.stringMatching(/train\.csv, row 2: a quote/) as string },
    ]);
    expect(challenge.test).toHaveLength(1);
  });

  it('must be there when they are named, and one must be in any case', async () => {
    await expect(folder.load()).rejects.toThrow(/has neither train\.csv nor test\.csv/);
    folder.write('train.csv', `${header}\n`);
    await expect(folder.load({ test: 'mine.csv' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('mine.csv') as string,
    });
    await expect(folder.load({ folder: join(folder.path, 'none') })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(folder.load({ folder: join(folder.path, 'train.csv') })).rejects.toThrow(/is not a folder/);
  });
});
