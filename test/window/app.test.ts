import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const missing = whyNoWindow();
if (missing !== null) console.log(`The real window is not tested here: ${missing}.`);

describe.skipIf(missing !== null)('the desktop app', () => {
  let home: string;
  let app: ElectronApplication;
  let page: Page;

  beforeAll(async () => {
    const vite = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
    execFileSync(process.execPath, [vite, 'build', '--logLevel', 'error'], { cwd: root });
    home = await mkdtemp(join(tmpdir(), 'quartet 창-'));
    app = await _electron.launch({
      executablePath: electronBinary()!,
      args: [root, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
      env: { ...(process.env as Record<string, string>), QUARTET_HOME: home, QUARTET_NODE: process.execPath },
    });
    page = await app.firstWindow();
  });

  afterAll(async () => {
    await app.close();
    await rm(home, { recursive: true, force: true });
  });

  test('the window comes up over its own scheme and talks to the host', async () => {
    expect(page.url()).toMatch(/^quartet:\/\/app\//);
    await page.getByRole('button', { name: /sample|연습/ }).click();
    await expect.poll(() => page.url()).toContain('#/challenge');
    await page.locator('img').first().waitFor();
  });

  test('a page has no Node, and may go nowhere else', async () => {
    expect(await page.evaluate(() => [typeof require, typeof process].join())).toBe('undefined,undefined');
    await page.evaluate("location.assign('https://example.com/')");
    expect(page.url()).toMatch(/^quartet:\/\/app\//);
  });
});

/** Electron's executable, where its package keeps it after the download. */
function electronBinary(): string | null {
  const folder = join(root, 'node_modules', 'electron');
  const name = join(folder, 'path.txt');
  const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(folder, 'dist');
  const file = join(dist, existsSync(name) ? readFileSync(name, 'utf8') : 'electron');
  return existsSync(file) ? file : null;
}

function whyNoWindow(): string | null {
  if (electronBinary() === null) return 'Electron is not downloaded (npx install-electron)';
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY ? 'there is no display' : null;
}
