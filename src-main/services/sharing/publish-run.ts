import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { writeFileAtomic } from '../../common/atomic-file.ts';
import { sha256 } from '../../common/hash.ts';
import type { Services } from '../context.ts';
import type { RunDocument } from '../runs/document.ts';
import { folderOf, loadRun } from '../runs/store.ts';
import { isThere, type SharedPaths } from './layout.ts';
import {
  copyFile,
  isAdapterFile,
  manifestName,
  plainFiles,
  type Manifest,
  type ManifestFile,
} from './manifest.ts';
import { publishedName, type Revision } from './run-names.ts';

export interface PublishOptions {
  /** An adapter that is larger stays at home. */
  readonly adapterLimitMb: number;
  readonly signal?: AbortSignal | undefined;
}

/** Puts a run into the shared folder, whole or not at all: filled under a passing name, the manifest last, then renamed. Returns the folder's name. */
export async function publishRun(
  services: Services,
  { runs }: SharedPaths,
  run: { readonly runId: string; readonly made: number } & Revision,
  options: PublishOptions,
): Promise<string> {
  const name = publishedName(run.runId, run);
  const target = join(runs, name);
  // Another process of this home was faster.
  if (await isThere(join(target, manifestName))) return name;
  const passing = join(runs, `.${name}.${randomBytes(4).toString('hex')}.tmp`);
  try {
    await mkdir(passing, { recursive: true });
    const files = await fill(services, run.runId, passing, options);
    const manifest: Manifest = { format: 1, run: run.runId, made: run.made, files };
    await writeFileAtomic(join(passing, manifestName), `${JSON.stringify(manifest, null, 2)}\n`);
    await rename(passing, target);
  } catch (error) {
    await rm(passing, { recursive: true, force: true });
    throw error;
  }
  return name;
}

/** What is left of a process that ended suddenly goes after a day. */
const leftoverMs = 24 * 3600 * 1000;

/** Removes what this installation began to publish and never ended; `names` is what the folder of runs holds. */
export async function removeLeftovers(
  { runs }: SharedPaths,
  names: readonly string[],
  author: string,
): Promise<void> {
  for (const name of names)
    if (name.startsWith('.') && name.includes(`.${author}.`) && name.endsWith('.tmp')) {
      const { mtimeMs } = await stat(join(runs, name));
      if (Date.now() - mtimeMs > leftoverMs) await rm(join(runs, name), { recursive: true, force: true });
    }
}

async function fill(
  services: Services,
  id: string,
  target: string,
  { adapterLimitMb, signal }: PublishOptions,
): Promise<ManifestFile[]> {
  const { folder } = folderOf(services, id);
  const text = textForTeam(await loadRun(services, id));
  const files: ManifestFile[] = [];
  for (const path of await travellingFiles(folder, adapterLimitMb))
    files.push({ path, ...(await copyFile(join(folder, path), join(target, path), signal)) });
  await writeFileAtomic(join(target, 'run.json'), text);
  files.push({ path: 'run.json', bytes: Buffer.byteLength(text), sha256: sha256(text) });
  return files;
}

async function travellingFiles(folder: string, adapterLimitMb: number): Promise<string[]> {
  const files: string[] = [];
  for (const name of plainFiles) if (await isThere(join(folder, name))) files.push(name);
  const adapter = join(folder, 'adapter');
  if (!(await isThere(adapter))) return files;
  const names = (await readdir(adapter)).filter(isAdapterFile);
  let bytes = 0;
  for (const name of names) bytes += (await stat(join(adapter, name))).size;
  if (bytes <= adapterLimitMb * 2 ** 20) files.push(...names.sort().map((name) => `adapter/${name}`));
  return files;
}

/** The run.json that team mates get. */
export function textForTeam(run: RunDocument): string {
  return `${JSON.stringify(forTeam(run), null, 2)}\n`;
}

/** A run as team mates get it: without where things lie on this machine, and without a checkpoint to go on from. */
function forTeam(run: RunDocument): RunDocument {
  const said = JSON.stringify({ outcome: run.outcome, warnings: run.warnings, events: run.events });
  const places = [run.challenge.source?.folder, homedir()].filter((place) => place !== undefined);
  const clean = places.reduce((text, place) => text.replaceAll(escaped(place), '…'), said);
  const { outcome, ...rest } = JSON.parse(clean) as Pick<RunDocument, 'outcome' | 'warnings' | 'events'>;
  return {
    ...run,
    ...rest,
    challenge: { ...run.challenge, source: null },
    owner: null,
    outcome: outcome && { ...outcome, resumable: false },
  };
}

/** A path as it stands inside JSON text. */
function escaped(place: string): string {
  return JSON.stringify(place).slice(1, -1);
}
