import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fromSystemError, QuartetError } from '../common/errors.ts';
import type { Exported } from '../contract/index.ts';
import { getChallenge } from '../history/challenges.ts';
import { getRun } from '../history/runs.ts';
import type { Services } from './context.ts';
import { adapterOf } from './export.ts';
import { pythonOf } from './export-python.ts';
import { runEntries, writeZip } from './export-zip.ts';
import { leaderboardCsv } from './leaderboard-csv.ts';
import { folderOf, loadRun } from './runs/store.ts';
import { hostMessage } from '../messages/host-messages.ts';

/** Something to take out of Quartet: its file's name and kind, and how it is written. */
export interface Download {
  readonly fileName: string;
  readonly contentType: string;
  /** Writes all and ends `out`. */
  write(out: Writable): Promise<void>;
}

/** Opens what is to be taken out. Errors: NOT_FOUND when there is no such run, adapter or submission. */
export async function openDownload(services: Services, what: Exported): Promise<Download> {
  if (what.kind === 'leaderboard') {
    const csv = leaderboardCsv(services, what.query);
    const name = getChallenge(services.history, what.query.challengeId)?.name ?? 'leaderboard';
    return { ...named(`${name}-leaderboard.csv`, 'text/csv'), write: (out) => pipeline([csv], out) };
  }
  const { name, submission, parent } = await loadRun(services, what.id);
  const folder = folderOf(services, what.id);
  if (what.kind === 'run') {
    const entries = await runEntries(folder.folder, what.id);
    return { ...named(`${name}.qrun`, 'application/zip'), write: (out) => writeZip(out, entries) };
  }
  if (what.kind === 'adapter') {
    const entries = await runEntries(await adapterOf(services, what.id), safe(`${name}-adapter`));
    return { ...named(`${name}-adapter.zip`, 'application/zip'), write: (out) => writeZip(out, entries) };
  }
  if (what.kind === 'python') {
    // A team mate's run may have come without the one it was taken from.
    const against = parent !== null && getRun(services.history, parent) ? parent : null;
    const script = await pythonOf(services, what.id, against);
    return { ...named(`${name}.py`, 'text/x-python'), write: (out) => pipeline([script], out) };
  }
  if (!submission?.sha256 || !existsSync(folder.submission))
    throw new QuartetError('NOT_FOUND', hostMessage('no-submission-file', { name }));
  // Kaggle keeps the name: by it a pasted score finds its way back.
  return {
    ...named(`${name}.csv`, 'text/csv'),
    write: (out) => pipeline(createReadStream(folder.submission), out),
  };
}

/** Writes what is to be taken out to a file, whole or not at all; one that is there is replaced. */
export async function writeDownload(services: Services, what: Exported, path: string): Promise<string> {
  const file = resolve(path);
  const download = await openDownload(services, what);
  const neighbour = `${file}.tmp`;
  try {
    await download.write(createWriteStream(neighbour));
    await rename(neighbour, file);
  } catch (error) {
    await rm(neighbour, { force: true });
    throw fromSystemError(error, 'cannot-write', file);
  }
  return file;
}

function named(fileName: string, contentType: string): Pick<Download, 'fileName' | 'contentType'> {
  return { fileName: safe(fileName), contentType };
}

/** A name that every file system takes. */
function safe(name: string): string {
  return name.replace(/[^\p{L}\p{N}._-]+/gu, '-');
}
