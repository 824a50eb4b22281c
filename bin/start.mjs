#!/usr/bin/env node
// `npm start`: the window where Electron can run, else the same workbench in a browser.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const electron = join(root, 'node_modules', 'electron');

/** An app that ends so soon after its start has not come up. */
const startMs = 5000;

build();
const reason = whyNoWindow() ?? (await runWindow());
if (reason !== null) {
  console.log(`No window of its own (${reason}): the same workbench opens in the browser.`);
  process.argv.splice(2, 0, 'serve', '--open');
  await import('./quartet.mjs');
}

/** Bundles the sources when they are newer than the last bundle. */
function build() {
  const built = join(root, 'out', 'renderer', 'index.html');
  const newest = Math.max(...['src-main', 'src-renderer'].map((folder) => newestIn(join(root, folder))));
  if (existsSync(built) && statSync(built).mtimeMs > newest) return;
  console.log('Building the workbench …');
  const vite = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const { status, stderr } = spawnSync(process.execPath, [vite, 'build'], { cwd: root, encoding: 'utf8' });
  if (status === 0) return;
  console.error(stderr);
  process.exit(1);
}

function newestIn(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Math.max(...files.map(({ parentPath, name }) => statSync(join(parentPath, name)).mtimeMs));
}

/** Why Electron cannot open a window here; null when it may. */
function whyNoWindow() {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) return 'there is no display';
  if (binary() !== null) return null;
  console.log('Downloading Electron, once …');
  const { status } = spawnSync(process.execPath, [join(electron, 'install.js')], { stdio: 'ignore' });
  return status === 0 && binary() !== null ? null : 'Electron cannot be downloaded';
}

/** Electron's executable, where its package keeps it; null before the download. */
function binary() {
  const name = join(electron, 'path.txt');
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(electron, 'dist');
  const file = join(folder, existsSync(name) ? readFileSync(name, 'utf8') : 'electron');
  return existsSync(file) ? file : null;
}

/** Runs the app until it ends; gives a reason when it did not even come up. */
function runWindow() {
  const began = Date.now();
  const env = { ...process.env, QUARTET_NODE: process.execPath };
  const child = spawn(binary(), [root, ...process.argv.slice(2)], { stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(`Electron cannot be run: ${error.message}`));
    child.on('exit', (code) => {
      process.exitCode = code ?? 1;
      resolve(code !== 0 && Date.now() - began < startMs ? 'Electron does not start here' : null);
    });
  });
}
