import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import { packageRoot } from '../../src-main/common/package-root.ts';
import { repo, startHub, type HubServer } from '../integration/fixtures/hub-server.ts';
import { faultsOf } from './harness/axe.ts';
import { test } from './harness/stage.ts';

const shipped = join(packageRoot(), 'resources', 'tiny-vl');
let hub: HubServer;

beforeEach(async () => {
  const names = readdirSync(shipped).filter((name) => !name.endsWith('.md'));
  hub = await startHub(new Map(names.map((name) => [name, readFileSync(join(shipped, name))])));
  process.env['HF_ENDPOINT'] = hub.endpoint;
});

afterEach(async () => {
  delete process.env['HF_ENDPOINT'];
  delete process.env['HF_HOME'];
  await hub.close();
});

test('a model is downloaded from the keyboard, stopped, resumed, and is on the list', async ({ stage }) => {
  process.env['HF_HOME'] = stage.folder;
  [hub.cutAfter, hub.stall] = [4 * 2 ** 20, true];
  const { page, t } = await stage.open(await stage.start());
  await page.evaluate(`location.hash = '#/models'`);
  await page.getByRole('button', { name: t('download.open') }).press('Enter');
  const dialog = page.getByRole('dialog', { name: t('download.title') });
  // The field has the focus already.
  await page.keyboard.type(repo);
  await page.keyboard.press('Enter');
  const bar = dialog.getByRole('progressbar', { name: repo });
  // 4 of 13 MiB, then nothing more.
  await expect.poll(() => bar.getAttribute('aria-valuenow')).toMatch(/^(29|30|31)$/);
  expect(await faultsOf(page)).toEqual([]);
  await dialog.getByRole('button', { name: t('download.stop') }).click();
  await dialog.getByText(t('download.stoppedText')).waitFor();
  [hub.cutAfter, hub.stall] = [null, false];
  hub.requests.length = 0;
  await dialog.getByRole('button', { name: t('download.resume') }).click();
  await dialog.getByText(t('download.doneText')).waitFor();
  expect(hub.requests.filter((line) => /model\.safetensors bytes=[1-9]/.test(line))).toHaveLength(1);
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { name: 'Tiny-VL', exact: true }).waitFor();
  await page.getByRole('button', { name: t('download.forget') }).click();
  await expect.poll(() => page.getByRole('progressbar', { name: repo }).count()).toBe(0);
  expect(readdirSync(join(stage.folder, 'home', 'models', ...repo.split('/')))).toContain('config.json');
});

test('what the hub refuses is told in the reader’s language, with what to do', async ({ stage }) => {
  process.env['HF_HOME'] = stage.folder;
  const served = await stage.start();
  for (const [locale, text] of [
    ['ko', /team\/Other 모델이나 버전이 없어요\. .*이름을 확인하세요/],
    ['en', /has no such model or revision: team\/Other\. Look at the name on/],
  ] as const) {
    const { page, t } = await stage.open(served, { locale });
    await page.evaluate(`location.hash = '#/models'`);
    await page.getByRole('button', { name: t('download.open') }).click();
    const dialog = page.getByRole('dialog', { name: t('download.title') });
    await dialog.getByLabel(t('download.repo')).fill('team/Other');
    if (locale === 'ko') await dialog.getByRole('button', { name: t('download.start') }).click();
    await dialog.getByRole('alert').filter({ hasText: text }).waitFor();
  }
  expect(hub.requests.some((line) => line.includes('/resolve/'))).toBe(false);
});
