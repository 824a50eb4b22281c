import { expect, it } from 'vitest';
import { matchColumns } from '../../../../src-main/data/challenge/columns.ts';
import type { Role } from '../../../../src-main/data/challenge/types.ts';
import { places } from './folder.ts';

const required = ['id', 'path', 'question', 'a', 'b', 'c', 'd', 'answer'] as const;

function match(header: string, names: Partial<Record<Role, string>> = {}): ReturnType<typeof matchColumns> {
  return matchColumns(header.split(','), { required, optional: ['kind'] }, names, 'train.csv');
}

it.each([
  ['id,path,question,a,b,c,d,answer', 0],
  [' ID ,Path,Question,A,B,C,D,Answer', 0],
  ['question_id,image_path,question,choice_a,choice_b,choice_c,choice_d,label', 7],
  ['id,img,query,Option A,Option B,Option C,Option D,정답', 7],
  ['번호,이미지,질문,보기1,보기2,보기3,보기4,정답', 8],
  ['id,file,문제,가,나,다,라,답', 7],
  ['id,image,question,answer_a,answer_b,answer_c,answer_d,answer', 5],
])('finds the columns of %s', (header, guesses) => {
  const { columns, findings } = match(header);
  expect(required.map((role) => columns.get(role))).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(findings.map(({ code }) => code)).toEqual(Array.from({ length: guesses }, () => 'guessed-column'));
});

it('prefers the name that is given', () => {
  const { columns, findings } = match('id,path,img,question,a,b,c,d,answer', { path: 'img' });
  expect(columns.get('path')).toBe(2);
  expect(findings).toEqual([]);
});

it('says which of two likely columns it takes', () => {
  const { columns, findings } = match('id,img,file,question,a,b,c,d,answer');
  expect(columns.get('path')).toBe(1);
  expect(places(findings)).toEqual([['warning', 'ambiguous-column', 1, 'img']]);
  expect(findings[0]!.message).toContain('also "file" could be the path; "img" is used');
});

it('names missing columns, those there are, and a likely cause', () => {
  expect(places(match('id,path,question,a,b,c,answer').findings)).toEqual([
    ['error', 'missing-column', 1, 'd'],
  ]);
  expect(match('id,path,question,a,b,c,answer').findings[0]!.message).toMatch(
    /train\.csv, row 1, column d: not in the file, whose columns are "id", "path".*Add it, or say which/,
  );
  expect(match('id;path;question').findings[0]!.message).toContain('Save the file with commas');
  expect(places(match('id,path,question,a,b,c,d,answer', { kind: 'sort' }).findings)).toEqual([
    ['error', 'missing-column', 1, 'sort'],
  ]);
});
