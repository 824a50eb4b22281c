import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, win32 } from 'node:path';
import { expect, it } from 'vitest';
import { commonFolder, locateWeights } from '../../../src-main/data/weight-files.ts';

it('follows links out of the folder to the nearest one that holds every file', async () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'quartet-links-')));
  for (const name of ['snapshot', 'blobs', 'other']) mkdirSync(join(root, name));
  writeFileSync(join(root, 'blobs', 'abc'), '');
  writeFileSync(join(root, 'other', 'def'), '');
  const [one, two] = [join(root, 'snapshot', '1.safetensors'), join(root, 'snapshot', '2.safetensors')];
  symlinkSync(join('..', 'blobs', 'abc'), one);
  symlinkSync(join(root, 'other', 'def'), two);
  expect(await locateWeights([one])).toEqual({
    folder: join(root, 'blobs'),
    locations: new Map([[one, 'abc']]),
  });
  expect(await locateWeights([one, two])).toEqual({
    folder: root,
    locations: new Map([
      [one, join('blobs', 'abc')],
      [two, join('other', 'def')],
    ]),
  });
  rmSync(join(root, 'other', 'def'));
  await expect(locateWeights([two])).rejects.toMatchObject({ code: 'NOT_FOUND' });
  rmSync(root, { recursive: true });
});

it('takes no folder for above another whose name begins alike', () => {
  expect(commonFolder(['/a/bc/1', '/a/b/2'])).toBe('/a');
  expect(commonFolder(['/a/1', '/b/2'])).toBe('/');
});

it('refuses files on different drives and names the drives', () => {
  expect(commonFolder(['C:\\models\\a\\1', 'C:\\models\\b\\2'], win32)).toBe('C:\\models');
  expect(() => commonFolder(['C:\\models\\1', 'D:\\models\\2', 'C:\\models\\3'], win32)).toThrow(
    'lie on different drives (C:\\, D:\\). Put them on one.',
  );
});
