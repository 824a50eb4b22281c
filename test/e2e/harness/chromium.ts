import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

/** Where Chromium lies: `$CHROMIUM`, or where Debian puts it. Errors: one sentence when it is missing. */
export function chromiumPath(): string {
  const path = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
  if (!existsSync(path))
    throw new Error(
      `The end-to-end tests need Chromium, and there is none at ${path}: run build/ci/install-chromium.sh, or set CHROMIUM to one.`,
    );
  return path;
}

/** Starts Chromium without a window. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath(),
    // As root, and in containers with a small /dev/shm, Chromium starts only so.
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
}
