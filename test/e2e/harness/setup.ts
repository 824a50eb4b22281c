import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { chromiumPath } from './chromium.ts';

/** Before any end-to-end test: Chromium must be there, and the window is built from what the tree holds now. */
export default async function setup(): Promise<void> {
  chromiumPath();
  const configFile = fileURLToPath(new URL('../../../vite.renderer.config.ts', import.meta.url));
  await build({ configFile, logLevel: 'error' });
}
