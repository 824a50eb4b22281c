import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { test as base } from 'vitest';
import { packageRoot } from '../../../src-main/common/package-root.ts';
import { openWindow, type AppWindow, type Look } from './app-window.ts';
import { launchChromium } from './chromium.ts';
import { serve, type Served } from './serve.ts';

export interface Stage {
  /** A folder of the test's own, with a space and Korean letters in its path. */
  readonly folder: string;
  /** Starts a workbench on a home folder; the first one if no other is named. */
  start(home?: string, port?: number): Promise<Served>;
  /** Opens a browser window on it. */
  open(served: Pick<Served, 'url'>, look?: Look): Promise<AppWindow>;
}

interface Fixtures {
  $file: { browser: Browser };
  $test: { stage: Stage };
}

/** A test with a stage: what was started on it is ended, and every window must have been content. */
export const test = base.extend<Fixtures>({
  browser: [
    async ({}, use) => {
      const browser = await launchChromium();
      await use(browser);
      await browser.close();
    },
    { scope: 'file' },
  ],
  stage: async ({ browser, task }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'quartet 이야기-'));
    const servers: Served[] = [];
    const windows: AppWindow[] = [];
    await use({
      folder,
      async start(home = join(folder, 'home'), port) {
        const served = await serve(home, port);
        servers.push(served);
        return served;
      },
      async open({ url }, look) {
        const window = await openWindow(browser, url, look);
        windows.push(window);
        return window;
      },
    });
    if (task.result?.state === 'fail') await photograph(task.name, windows);
    for (const window of windows) await window.close();
    for (const served of servers) await served.close();
    await rm(folder, { recursive: true, force: true });
    const complaints = windows.flatMap((window) => window.complaints);
    if (complaints.length > 0) throw new Error(`The console complained:\n${complaints.join('\n')}`);
  },
});

/** Keeps what the windows of a failed test showed, in out/e2e. */
async function photograph(name: string, windows: readonly AppWindow[]): Promise<void> {
  const folder = join(packageRoot(), 'out', 'e2e');
  for (const [i, { page }] of windows.entries())
    if (!page.isClosed())
      await page.screenshot({ path: join(folder, `${name.replace(/\W+/g, '-')}-${i + 1}.png`) });
}
