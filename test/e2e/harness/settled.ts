import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';

/** Waits until a page has shown the same for a third of a second and no skeleton: what it asked for has come. */
export async function settled(page: Page): Promise<void> {
  const end = Date.now() + 15_000;
  let before = '';
  for (;;) {
    await sleep(350);
    const now = await page.getByRole('main').innerHTML();
    if (now === before && !now.includes('data-loading')) return;
    if (Date.now() > end) throw new Error(`${page.url()} does not come to rest.`);
    before = now;
  }
}
