#!/usr/bin/env node
// Starts Quartet's command line on a Node that can run it: the one that npm installed, else this one.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const source = join(root, 'src-main', 'headless', 'cli.ts');
const cli = existsSync(source) ? source : join(root, 'out', 'main', 'cli.mjs');

const [major, minor] = process.versions.node.split('.').map(Number);
const atLeast = (wantedMajor, wantedMinor) =>
  major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
// Node 22 strips types unasked from 22.18 on, Node 23 from 23.6 on.
const strips = major === 22 ? minor >= 18 : atLeast(23, 6);
const installed = installedNode();

if (atLeast(24, 0) || (!installed && atLeast(22, 14) && (strips || cli.endsWith('.mjs')))) {
  await import(pathToFileURL(cli).href);
} else if (installed) {
  launch(installed, []);
} else if (atLeast(22, 14)) {
  launch(process.execPath, ['--experimental-strip-types', '--disable-warning=ExperimentalWarning']);
} else {
  console.error(
    `quartet: Node ${process.versions.node} is too old. Install Node 22.14 or newer, or run npm ci on a platform for which the npm package "node" has a build.`,
  );
  process.exitCode = 1;
}

/** The binary of the npm package `node`, which is optional: null where it has no build. */
function installedNode() {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve('node/package.json'));
    const binary = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    return existsSync(binary) ? binary : null;
  } catch {
    return null;
  }
}

/** Runs the command line in another Node; signals and the exit code pass through. */
function launch(binary, flags) {
  const env = { ...process.env, QUARTET_LAUNCHER: String(process.pid) };
  const child = spawn(binary, [...flags, cli, ...process.argv.slice(2)], { stdio: 'inherit', env });
  // A terminal's Ctrl-C reaches the child by itself; other signals are meant for it as well.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`quartet: ${binary} cannot be run: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
  });
}
