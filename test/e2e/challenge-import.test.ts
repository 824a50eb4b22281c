import { copyFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { parse } from 'csv-parse/sync';
import { packageRoot } from '../../src-main/common/package-root.ts';
import { dropOnto } from './harness/drop.ts';
import { test } from './harness/stage.ts';
import { firstStart } from './pages/first-start.ts';

const sample = join(packageRoot(), 'resources', 'sample-challenge');

/** Eight training and four test questions with their pictures; the training file's name and answer column are unusual. */
async function writeUnusual(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [file, count] of [
    ['train.csv', 8],
    ['test.csv', 4],
  ] as const) {
    const lines = (await readFile(join(sample, file), 'utf8')).split('\n').slice(0, count + 1);
    await writeFile(join(folder, file), `${lines.join('\n').replace(',answer', ',right one')}\n`);
    const rows: { path: string }[] = parse(lines.join('\n'), { columns: true });
    for (const { path } of rows) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await copyFile(join(sample, path), join(folder, path));
    }
  }
  await rename(join(folder, 'train.csv'), join(folder, '학습.csv'));
}

test('a folder dropped onto the first start is looked at, told its columns, and imported', async ({
  stage,
}) => {
  const folder = join(stage.folder, '우리 과제');
  await writeUnusual(folder);
  const window = await stage.open(await stage.start());
  const { page, t } = window;
  await firstStart(window).title.waitFor();
  await dropOnto(page.getByRole('region', { name: t('import.drop') }), [folder]);

  const main = page.getByRole('main');
  const add = main.getByRole('button', { name: t('door.import'), exact: true });
  await main.getByLabel(t('import.file.train')).selectOption('학습.csv');
  await main.getByText(t('import.found', { train: 0, test: 4, solution: 0 })).waitFor();
  // Without the column of the answers there is nothing to import.
  await expect.poll(() => add.isDisabled()).toBe(true);
  await main.getByLabel(t('import.role.answer'), { exact: true }).selectOption('right one');
  await main.getByText(t('import.found', { train: 8, test: 4, solution: 0 })).waitFor();
  await add.click();

  await main.getByRole('heading', { level: 1, name: '우리 과제' }).waitFor();
  await main.getByText(join('home', 'challenges', '우리 과제')).waitFor();
  const picture = main.getByRole('img').first();
  await picture.waitFor();
  await expect
    .poll(() => picture.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth))
    .toBeGreaterThan(0);
});
