import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createPictureFinder } from '../../../../src-main/data/challenge/picture-paths.ts';
import { ChallengeFolder } from './folder.ts';

let folder: ChallengeFolder;

beforeEach(() => {
  folder = new ChallengeFolder();
});

afterEach(() => folder.remove());

const find = (
  path: string,
  picturePrefix?: { from: string; to: string },
): ReturnType<ReturnType<typeof createPictureFinder>> =>
  createPictureFinder({ folder: folder.path, ...(picturePrefix && { picturePrefix }) })(path);

it.each([
  ['img/a.png', 'img/a.png'],
  ['img/a.png', './img//a.png'],
  ['img/a.png', 'img\\a.png'],
  ['img/a.png', ' img/a.png '],
  ['img/a.png', 'img/../img/a.png'],
  ['my pictures/사진 1.png', 'my pictures/사진 1.png'],
  ['사진/고양이.png'.normalize('NFD'), '사진/고양이.png'],
  ['사진/고양이.png', '사진/고양이.png'.normalize('NFD')],
  [`${'사진'.normalize('NFD')}/고양이.png`, `사진/${'고양이'.normalize('NFD')}.png`],
])('finds %j by %j', async (name, written) => {
  const picture = folder.picture(name);
  expect(await find(written)).toEqual({ picture, size: 9340 });
});

it('takes absolute paths wherever they lead', async () => {
  const other = new ChallengeFolder();
  const picture = other.picture('a.png');
  expect(await find(picture)).toMatchObject({ picture });
  other.remove();
});

it('replaces a prefix', async () => {
  const picture = folder.picture('img/a.png');
  const relative = { from: '/content/drive/data/', to: 'img' };
  const absolute = { from: 'C:\\team\\', to: join(folder.path, 'img') };
  const removed = { from: '/data', to: '' };
  expect(await find('/content/drive/data/a.png', relative)).toMatchObject({ picture });
  expect(await find('C:\\team\\a.png', absolute)).toMatchObject({ picture });
  expect(await find('/data/img/a.png', removed)).toMatchObject({ picture });
  expect(await find('img/a.png', relative)).toMatchObject({ picture });
});

it.each([
  ['../a.png', 'picture-outside-folder', /leads out of the folder/],
  ['img/../../a.png', 'picture-outside-folder', /leads out of the folder/],
  ['..\\a.png', 'picture-outside-folder', /leads out of the folder/],
  ['none.png', 'picture-missing', /there is no file .*none\.png\. Copy it there/],
  ['img', 'picture-missing', /there is no file/],
  ['img/a.png/b.png', 'picture-missing', /there is no file/],
  ['IMG/A.PNG', 'picture-missing', /there is no file/],
  ['img/A.PNG', 'picture-missing', /Did you mean "a\.png"\?/],
  ['a\0b.png', 'picture-unreadable', /cannot be opened: /],
  ['empty.png', 'picture-empty', /empty\.png has zero bytes/],
])('refuses %j', async (written, code, reason) => {
  folder.picture('img/a.png');
  folder.write('empty.png', '');
  folder.write('..x/odd name', 'x');
  expect(await find(written)).toMatchObject({ code, reason: expect.stringMatching(reason) as string });
});

it('does not mistake a name that begins with two dots', async () => {
  const picture = folder.picture('..x/a.png');
  expect(await find('..x/a.png')).toMatchObject({ picture });
});

it.skipIf(process.platform === 'win32')(
  'asks for a prefix when the path is from a Windows computer',
  async () => {
    expect(await find('C:\\Users\\me\\a.png')).toMatchObject({
      code: 'picture-foreign-path',
      reason:
        '"C:\\Users\\me\\a.png" is a path of a Windows computer. Give the prefix to replace, such as "C:\\Users\\me\\".',
    });
  },
);
