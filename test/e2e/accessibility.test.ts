import { join } from 'node:path';
import { expect } from 'vitest';
import type { AppWindow } from './harness/app-window.ts';
import { faultsOf } from './harness/axe.ts';
import { unreachable } from './harness/keyboard.ts';
import { settled } from './harness/settled.ts';
import { test } from './harness/stage.ts';
import { firstStart } from './pages/first-start.ts';
import { tellStory } from './story.ts';
import { idOf } from './story/chance.ts';

const looks = [
  { locale: 'ko', theme: 'light' },
  { locale: 'ko', theme: 'dark' },
  { locale: 'en', theme: 'light' },
  { locale: 'en', theme: 'dark' },
] as const;

test('a workbench with a history has no serious fault on any page', async ({ stage }) => {
  const best = idOf('11-7b');
  const compared = ['9-linear-warmup', '11-7b', '13-smoothing'].map(idOf).join(',');
  const tabs = ['curves', 'recipe', 'answers', 'prompt', 'log'].map((tab) => `runs/${best}?tab=${tab}`);
  const pages = ['leaderboard', 'runs', `new?from=${best}`, `compare?runs=${compared}`, 'challenge'];
  const home = join(stage.folder, 'home');
  await tellStory(home);
  const served = await stage.start(home);
  for (const look of looks) {
    const window = await stage.open(served, look);
    expect
      .soft(await faultsAt(window, [...pages, ...tabs, 'models', 'team', 'settings']), title(look))
      .toEqual([]);
    await window.close();
  }
});

test('an empty workbench has no serious fault on any page', async ({ stage }) => {
  const served = await stage.start();
  const windows = await Promise.all(looks.map((look) => stage.open(served, look)));
  for (const window of windows)
    expect
      .soft(await faultsAt(window, ['leaderboard', 'models', 'team', 'settings']), title(window))
      .toEqual([]);
  await windows[0]!.page.getByRole('link', { name: windows[0]!.t('nav.challenge') }).click();
  await firstStart(windows[0]!).trySample();
  for (const window of windows)
    expect
      .soft(await faultsAt(window, ['leaderboard', 'runs', 'new', 'compare', 'challenge']), title(window))
      .toEqual([]);
});

test('the searches find what they look for', async ({ browser }) => {
  const page = await browser.newPage();
  await page.setContent(
    '<img src="x"><p style="cursor: pointer">A</p><label style="cursor: pointer">B</label>',
  );
  expect(await faultsOf(page)).toContainEqual(expect.stringMatching(/^image-alt:/));
  expect(await unreachable(page)).toEqual(['<p style="cursor: pointer">A</p>']);
  await page.close();
});

async function faultsAt({ page }: AppWindow, addresses: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const address of addresses) {
    await page.evaluate(`location.hash = '#/${address}'`);
    await settled(page);
    found.push(...(await faultsOf(page)).map((fault) => `${address} ${fault}`));
  }
  return found;
}

function title({ locale, theme }: { locale: string; theme: string }): string {
  return `${locale}, ${theme}`;
}
