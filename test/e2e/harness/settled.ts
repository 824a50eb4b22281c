import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';

/** Waits until a page has shown the same for a third of a second: what it asked for has come. */
export async function settled(page: Page): Promise<void> {
  const end = Date.now() + 15_000;
  let before = '';
  for (;;) {
    await sleep(350);
    const now = await page.getByRole('main').innerHTML();
    if (now === before) return;
    if (Date.now() > end) throw new Error(`${page.url()} does not come to rest.`);
    before = now;
  }
}
