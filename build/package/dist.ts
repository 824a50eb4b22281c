/**
 * Packages Quartet for the machine this runs on: `npm run dist`. Options:
 *   --electron-dist <folder>  an unpacked Electron; then only its folder is made, for the installers' tools need downloads
 *   --dir                     only the folder of the app, no installer
 *   --headless                only the tar.gz without Electron
 *   --out <folder>            where to put all of it (dist)
 */
import { execFileSync } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'electron-builder';
import { builderConfig } from './builder-config.ts';
import { packHeadless } from './headless.ts';
import type { Target } from './natives.ts';
import { weigh } from './sizes.ts';
import { stage } from './stage.ts';

/** What an installation may weigh beyond Electron itself. */
const budgetMb = 250;

const root = join(import.meta.dirname, '..', '..');
const { values: options } = parseArgs({
  options: {
    'electron-dist': { type: 'string' },
    dir: { type: 'boolean', default: false },
    headless: { type: 'boolean', default: false },
    out: { type: 'string', default: join(root, 'dist') },
  },
});
const target = { platform: process.platform, arch: process.arch } as Target;
const output = resolve(options.out);
const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };

await mkdir(output, { recursive: true });
const vite = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
execFileSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: root, stdio: 'inherit' });
const staged = await stage(root, join(output, 'stage'), target);
await tellWeight();
if (target.platform !== 'win32') {
  const { file, bytes } = await packHeadless(staged, output, version, target);
  console.log(`${file}: ${(bytes / 1e6).toFixed(1)} MB`);
}
if (!options.headless) await packDesktop();

async function tellWeight(): Promise<void> {
  const parts = [
    'runtime',
    'app/out',
    'app/resources',
    ...['onnxruntime-node', '@img', 'better-sqlite3'].map((name) => `app/node_modules/${name}`),
  ];
  const { lines, megabytes } = await weigh(staged.folder, parts);
  console.log(lines.join('\n'));
  console.log(`${megabytes.toFixed(1)} MB beyond Electron; the budget is ${budgetMb} MB.`);
  if (megabytes > budgetMb) throw new Error('The package is over its budget.');
}

async function packDesktop(): Promise<void> {
  const electronDist = options['electron-dist'];
  const config = builderConfig(staged, output, process.env['QUARTET_UPDATE_FEED']);
  const { version: electronVersion } = JSON.parse(
    await readFile(join(root, 'node_modules', 'electron', 'package.json'), 'utf8'),
  ) as { version: string };
  await build({
    projectDir: root,
    dir: options.dir || electronDist !== undefined,
    publish: 'never',
    config: { ...config, electronVersion, ...(electronDist && { electronDist: resolve(electronDist) }) },
  });
}
