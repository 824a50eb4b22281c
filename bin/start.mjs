#!/usr/bin/env node
// `npm start`: the window where Electron can run, else the same workbench in a browser.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const reason = whyNoWindow();
if (reason === null) {
  const { default: electron } = await import('electron');
  const { spawn } = await import('node:child_process');
  const child = spawn(electron, [root], { stdio: 'inherit' });
  child.on('exit', (code) => (process.exitCode = code ?? 1));
} else {
  console.log(`No window of its own (${reason}): the same workbench opens in the browser.`);
  process.argv.splice(2, 0, 'serve', '--open');
  await import('./quartet.mjs');
}

/** Why Electron cannot open a window here; null when it can. */
function whyNoWindow() {
  if (!existsSync(join(root, 'out', 'main', 'shell.mjs'))) return 'this version has none yet';
  if (!existsSync(join(root, 'node_modules', 'electron', 'path.txt'))) return 'Electron is not downloaded';
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY ? 'there is no display' : null;
}
