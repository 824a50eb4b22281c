import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { fromSystemError, QuartetError } from '../../common/errors.ts';
import { parseCsv } from '../../data/csv.ts';
import { hostMessage } from '../../messages/host-messages.ts';
import { someOf } from '../../messages/some-of.ts';

/** Something that can be imported: a run folder, a PEFT adapter folder, or a submission file. */
export interface Parcel {
  readonly kind: 'run' | 'adapter' | 'submission';
  readonly path: string;
}

/** A handed-over folder may lie in a folder of its own, such as `runs/<id>`. */
const deepest = 3;

/** What lies at a path. Errors: NOT_FOUND; INVALID_INPUT when nothing there can be imported, with what was found. */
export async function findParcels(path: string): Promise<Parcel[]> {
  const place = resolve(path);
  const found = await stat(place).catch((error: unknown) => {
    throw fromSystemError(error, 'cannot-open', place);
  });
  if (!found.isDirectory()) return [fileParcel(place)];
  const parcels = await folderParcels(place, 0);
  if (parcels.length > 0) return parcels;
  throw new QuartetError(
    'INVALID_INPUT',
    hostMessage('nothing-to-import', { folder: place, found: someOf(await readdir(place)) || '–' }),
  );
}

function fileParcel(file: string): Parcel {
  if (extname(file).toLowerCase() === '.csv') return { kind: 'submission', path: file };
  throw new QuartetError('INVALID_INPUT', hostMessage('cannot-import', { file }));
}

async function folderParcels(folder: string, depth: number): Promise<Parcel[]> {
  const holds = (...names: string[]): boolean => names.some((name) => existsSync(join(folder, name)));
  // A run that lost its run.json is still meant as one: its check names what is missing.
  if (holds('run.json', 'metrics.jsonl', 'predictions.csv')) return [{ kind: 'run', path: folder }];
  if (holds('adapter_config.json', 'adapter_model.safetensors')) return [{ kind: 'adapter', path: folder }];
  if (depth === deepest) return [];
  const entries = (await readdir(folder, { withFileTypes: true })).toSorted((one, other) =>
    one.name < other.name ? -1 : 1,
  );
  const parcels: Parcel[] = [];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) parcels.push(...(await folderParcels(path, depth + 1)));
    else if (extname(entry.name).toLowerCase() === '.csv' && (await isSubmission(path)))
      parcels.push({ kind: 'submission', path });
  }
  return parcels;
}

/** Two columns and no more: a challenge's own files have id and answer among others. */
async function isSubmission(file: string): Promise<boolean> {
  try {
    const { header } = parseCsv(await readFile(file), file);
    const names = header.map((name) => name.trim().toLowerCase()).sort();
    return names.join() === 'answer,id';
  } catch (error) {
    if (error instanceof QuartetError) return false;
    throw error;
  }
}
