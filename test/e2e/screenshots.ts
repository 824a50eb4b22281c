/**
 * Pictures of the pages: `node test/e2e/screenshots.ts --out <folder>` tells the story in a temporary home and takes
 * every page in both sizes, languages and themes. `--home`, `--pages`, `--sizes`, `--languages`, `--themes` narrow it;
 * `--executable` names a Chromium; `--readme` takes the few that the README shows, made small. The window must be built
 * (`npm run build:renderer`).
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Browser, type Page } from 'playwright-core';
import sharp from 'sharp';
import { createLog } from '../../src-main/common/log.ts';
import { packageRoot } from '../../src-main/common/package-root.ts';
import { homePaths } from '../../src-main/common/paths.ts';
import { startServer } from '../../src-main/headless/serve/server.ts';
import { createHost } from '../../src-main/host/host.ts';
import { createWorkbench } from '../../src-main/services/workbench.ts';
import { settled } from './harness/settled.ts';
import { tellStory } from './story.ts';
import { idOf } from './story/chance.ts';

const best = idOf('11-7b');
const compared = ['9-linear-warmup', '11-7b', '13-smoothing'].map(idOf).join(',');

/** Pages by name: where they are, and what to do there before the picture. */
const pages: Readonly<Record<string, { at: string; first?: (page: Page) => Promise<void> }>> = {
  leaderboard: { at: '#/leaderboard' },
  lineage: { at: '#/leaderboard?view=lineage' },
  panel: {
    at: '#/leaderboard',
    first: async (page) => {
      await page.keyboard.press('j');
      await page.keyboard.press('o');
    },
  },
  run: { at: `#/runs/${best}` },
  recipe: { at: `#/runs/${best}?tab=recipe` },
  questions: { at: `#/runs/${best}?tab=answers` },
  question: {
    at: `#/runs/${best}?tab=answers`,
    first: (page) => page.keyboard.press('Enter'),
  },
  prompt: { at: `#/runs/${best}?tab=prompt` },
  log: { at: `#/runs/${best}?tab=log` },
  compare: { at: `#/compare?runs=${compared}` },
  gallery: {
    at: `#/compare?runs=${compared}`,
    first: (page) => page.locator('[data-part=gallery]').scrollIntoViewIfNeeded(),
  },
  runs: { at: '#/runs' },
  new: { at: `#/new?from=${best}` },
  demo: {
    at: '#/new?preset=tiny-demo',
    first: async (page) => {
      await page.locator('[id="input-lora.r"]').fill('32');
      await page.locator('[id="input-training.learningRate"]').fill('2e-3');
      // The preview asks an engine.
      await page.locator('aside img').waitFor({ timeout: 60_000 });
      await page.locator('[id="input-training.learningRate"]').scrollIntoViewIfNeeded();
    },
  },
  challenge: { at: '#/challenge' },
  models: { at: '#/models' },
  team: { at: '#/team' },
  settings: { at: '#/settings' },
};

/** What the README shows: one look a page, so that it shows both themes. */
const readme = [
  ['leaderboard', 'light'],
  ['compare', 'light'],
  ['demo', 'light'],
  ['questions', 'dark'],
  ['lineage', 'dark'],
] as const;

const { values } = parseArgs({
  options: {
    readme: { type: 'boolean', default: false },
    out: { type: 'string' },
    home: { type: 'string' },
    executable: { type: 'string', default: process.env['CHROMIUM'] ?? '/usr/bin/chromium' },
    pages: { type: 'string', default: Object.keys(pages).join(',') },
    sizes: { type: 'string', default: '1280x800,1920x1080' },
    languages: { type: 'string', default: 'ko,en' },
    themes: { type: 'string', default: 'light,dark' },
  },
});
if (values.out === undefined) throw new Error('Name the folder for the pictures: --out <folder>');
await mkdir(values.out, { recursive: true });

const home = values.home ?? (await mkdtemp(join(tmpdir(), 'quartet-story-')));
if (values.home === undefined) await tellStory(home);
const host = await createHost(homePaths(home), createLog('silent'));
const workbench = await createWorkbench(host, 'headless');
const renderer = join(packageRoot(), 'out', 'renderer');
const server = await startServer({ workbench, token: 'story', renderer }, 0);
const browser = await chromium.launch({ executablePath: values.executable });
try {
  if (values.readme)
    for (const [name, theme] of readme)
      await take(browser, { language: 'ko', theme, size: '1280x800' }, [name], `${name}.png`);
  else
    for (const language of values.languages.split(','))
      for (const theme of values.themes.split(',') as ('light' | 'dark')[])
        for (const size of values.sizes.split(','))
          await take(browser, { language, theme, size }, values.pages.split(','));
} finally {
  await browser.close();
  await server.dispose();
  await workbench.dispose();
  host.dispose();
  if (values.home === undefined) await rm(home, { recursive: true, force: true });
}

interface Look {
  readonly language: string;
  readonly theme: 'light' | 'dark';
  readonly size: string;
}

/** Pages in one look. What they complain of is printed. */
async function take(
  browser: Browser,
  { language, theme, size }: Look,
  names: readonly string[],
  fileName?: string,
): Promise<void> {
  const [width, height] = size.split('x').map(Number) as [number, number];
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    locale: language,
    timezoneId: 'Asia/Seoul',
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(`${page.url()}: ${error.message}`));
  page.on('console', (message) => message.type() === 'error' && console.error(message.text()));
  await page.goto(server.url);
  for (const name of names) {
    const wanted = pages[name];
    if (!wanted) throw new Error(`There is no page ${name}: ${Object.keys(pages).join(', ')}.`);
    await page.goto('about:blank');
    await page.goto(`${new URL(server.url).origin}/${wanted.at}`);
    await rest(page);
    await wanted.first?.(page);
    await rest(page);
    const file = join(values.out!, fileName ?? `${name}-${size}-${language}-${theme}.png`);
    const picture = sharp(await page.screenshot({ animations: 'disabled' }));
    // A palette takes a third of the bytes, and pages have few colours.
    await picture.png({ palette: values.readme, effort: 10 }).toFile(file);
    console.log(file);
  }
  await context.close();
}

/** Waits until what was asked for has come; a preflight may take longer than a picture should wait for. */
async function rest(page: Page): Promise<void> {
  const longest = Date.now() + 10_000;
  do await settled(page);
  while (Date.now() < longest && (await page.locator('main [data-loading]').count()) > 0);
}
