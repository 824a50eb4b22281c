import { join } from 'node:path';
import { expect } from 'vitest';
import { settled } from './harness/settled.ts';
import { hasFocus, stopsOf, tabTo, unreachable } from './harness/keyboard.ts';
import { test } from './harness/stage.ts';
import { firstStart } from './pages/first-start.ts';
import { frame } from './pages/frame.ts';
import { leaderboard } from './pages/leaderboard.ts';
import { newRun } from './pages/new-run.ts';
import { runPage } from './pages/run.ts';
import { tellStory } from './story.ts';
import { idOf } from './story/chance.ts';

test('from the first start into a run without a mouse', async ({ stage }) => {
  const window = await stage.open(await stage.start());
  const { page, t } = window;
  const { keyboard } = page;
  const main = page.getByRole('main');
  await firstStart(window).title.waitFor();

  await tabTo(page, page.getByRole('button', { name: t('door.sample') }));
  await keyboard.press('Enter');
  await main.getByRole('heading', { name: t('challenge.questions') }).waitFor();
  await keyboard.press('n');
  await frame(window).heading(t('new.title')).waitFor();
  const form = newRun(window);
  await tabTo(page, form.name);
  await keyboard.type('by hand');
  await tabTo(page, form.field('training.epochs'));
  await keyboard.press('Control+A');
  await keyboard.type('1');
  await tabTo(page, main.getByRole('button', { name: t('new.launch') }));
  await keyboard.press('Enter');

  await runPage(window).progress.waitFor();
  expect(await runPage(window).title.innerText()).toBe('by hand');
  await tabTo(page, main.getByRole('button', { name: t('runs.cancel') }));
  await keyboard.press('Enter');
  await runPage(window).status('stopped').waitFor();
  await keyboard.press('g');
  await keyboard.press('r');
  await main.getByRole('link', { name: 'by hand' }).first().waitFor();
});

test('rows are walked, selected, compared and opened by keys', async ({ stage }) => {
  const home = join(stage.folder, 'home');
  await tellStory(home);
  const window = await stage.open(await stage.start(home));
  const { page } = window;
  const { keyboard } = page;
  const board = leaderboard(window);
  await board.rows.first().waitFor();
  expect(await board.rows.count()).toBe(13);

  for (const key of ['j', ' ', 'j', 'j', ' ', 'k', 'c']) await keyboard.press(key);
  await page.getByRole('main').getByRole('columnheader').getByRole('link').first().waitFor();
  expect(await page.getByRole('main').getByRole('columnheader').getByRole('link').count()).toBe(2);

  await keyboard.press('g');
  await keyboard.press('l');
  await board.rows.first().waitFor();
  await keyboard.press('/');
  await keyboard.type('smoothing');
  await expect.poll(() => board.rows.count()).toBeLessThan(13);
  // Until then the list may be that of the first letters.
  await settled(page);
  await keyboard.press('Escape');
  await keyboard.press('j');
  await keyboard.press('Enter');
  await runPage(window).title.waitFor();
});

test('dialogs keep the focus and give it back', async ({ stage }) => {
  const home = join(stage.folder, 'home');
  await tellStory(home);
  const window = await stage.open(await stage.start(home));
  const { page, t } = window;
  const link = page.getByRole('navigation').getByRole('link', { name: t('nav.runs') });
  await link.focus();
  for (const [keys, title] of [
    ['?', t('keys.title')],
    ['Control+K', t('frame.search')],
  ] as const) {
    await page.keyboard.press(keys);
    const dialog = page.getByRole('dialog', { name: title });
    await dialog.waitFor();
    for (let presses = 0; presses < 5; presses++) {
      await page.keyboard.press('Tab');
      // Between the last element and the first the browser's own bar has its turn; nothing behind the dialog has.
      expect(
        await page.evaluate('document.activeElement.closest("nav, main, dialog, body").tagName'),
        keys,
      ).toMatch(/^(DIALOG|BODY)$/);
    }
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect(await hasFocus(page, link), keys).toBe(true);
  }
});

test('`?` lists the keys', async ({ stage }) => {
  const window = await stage.open(await stage.start());
  const { page, t } = window;
  await firstStart(window).title.waitFor();
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: t('keys.title') });
  for (const key of [
    'Ctrl K',
    'N',
    'C',
    '/',
    'J',
    'K',
    'Space',
    'Enter',
    'Esc',
    '←',
    '→',
    '?',
    'L',
    'R',
    'H',
    'M',
    'T',
  ])
    expect(await dialog.getByText(key, { exact: true }).count(), key).toBeGreaterThan(0);
});

test('on every page Tab reaches all that a mouse can use, and the focus is seen', async ({ stage }) => {
  const home = join(stage.folder, 'home');
  await tellStory(home);
  const { page } = await stage.open(await stage.start(home));
  const best = idOf('11-7b');
  const tabs = ['curves', 'recipe', 'answers', 'prompt', 'log'].map((tab) => `runs/${best}?tab=${tab}`);
  const compared = `compare?runs=${best},${idOf('13-smoothing')}`;
  for (const place of [
    'leaderboard',
    'runs',
    'new',
    ...tabs,
    compared,
    'challenge',
    'models',
    'team',
    'settings',
  ]) {
    await page.evaluate(`location.hash = '#/${place}'`);
    await settled(page);
    expect.soft(await unreachable(page), place).toEqual([]);
    const stops = await stopsOf(page);
    const unseen = stops.filter(({ visible }) => !visible).map(({ markup }) => markup);
    expect.soft(unseen, place).toEqual([]);
    expect(stops.length, place).toBeGreaterThan(10);
  }
});
