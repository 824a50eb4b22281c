import { chmod, copyFile, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import {
  isNotice,
  koffiBinary,
  nativePackages,
  sharpBinaries,
  type NativePackage,
  type Target,
} from './natives.ts';

/** Where the parts of an installed Quartet lie before they are packed. */
export interface Stage {
  readonly folder: string;
  /** package.json, the bundles, the native packages, and what ships with Quartet. */
  readonly app: string;
  /** The Node binary. */
  readonly runtime: string;
  /** Starts the command line. */
  readonly launcher: string;
}

/** Puts together in `folder` all that an installed Quartet is beside Electron; `root` is a checkout that has been built. */
export async function stage(root: string, folder: string, target: Target): Promise<Stage> {
  const app = join(folder, 'app');
  const runtime = join(folder, 'runtime');
  await rm(folder, { recursive: true, force: true });
  await mkdir(runtime, { recursive: true });
  await cp(join(root, 'out'), join(app, 'out'), { recursive: true });
  await cp(join(root, 'resources'), join(app, 'resources'), { recursive: true });
  await copyFile(join(root, 'LICENSE'), join(app, 'LICENSE'));
  await writeManifest(root, app);
  for (const native of [...nativePackages, koffiBinary(target), ...sharpBinaries(target)])
    await copyNative(root, app, native, target);
  await copyNode(root, runtime, target);
  return { folder, app, runtime, launcher: await writeLauncher(folder, target) };
}

/** A manifest for the installed app: no scripts, and no packages that would be looked for. */
async function writeManifest(root: string, app: string): Promise<void> {
  const { name, version, description, license, type, main } = JSON.parse(
    await readFile(join(root, 'package.json'), 'utf8'),
  ) as Record<string, string>;
  const manifest = {
    name,
    productName: 'Quartet',
    version,
    author: 'Quartet',
    description,
    license,
    type,
    main,
  };
  await writeFile(join(app, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

async function copyNative(
  root: string,
  app: string,
  { name, ships }: NativePackage,
  target: Target,
): Promise<void> {
  const from = join(root, 'node_modules', ...name.split('/'));
  const files = await readdir(from, { recursive: true, withFileTypes: true });
  for (const file of files.filter((entry) => entry.isFile())) {
    const path = join(file.parentPath, file.name);
    const inside = path
      .slice(from.length + 1)
      .split(sep)
      .join('/');
    if (inside.includes('node_modules/') || !(isNotice(inside) || ships(inside, target))) continue;
    const to = join(app, 'node_modules', ...name.split('/'), inside);
    await mkdir(dirname(to), { recursive: true });
    await copyFile(path, to);
  }
}

/** The binary that npm installed, or the one that a release took from nodejs.org (`QUARTET_NODE`). */
async function copyNode(root: string, runtime: string, { platform }: Target): Promise<void> {
  const name = platform === 'win32' ? 'node.exe' : 'node';
  const binary = process.env['QUARTET_NODE'] ?? join(root, 'node_modules', 'node', 'bin', name);
  await copyFile(binary, join(runtime, name));
  await chmod(join(runtime, name), 0o755);
}

async function writeLauncher(folder: string, { platform }: Target): Promise<string> {
  const name = platform === 'win32' ? 'quartet.cmd' : 'quartet';
  const launcher = join(folder, name);
  await copyFile(join(import.meta.dirname, 'launcher', name), launcher);
  await chmod(launcher, 0o755);
  return launcher;
}
