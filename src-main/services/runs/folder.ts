import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '../../common/atomic-file.ts';
import { messageOf, QuartetError } from '../../common/errors.ts';
import { readJsonObject } from '../../common/json-file.ts';
import { runDocumentSchema, type RunDocument } from './document.ts';
import { hostMessage } from '../../messages/host-messages.ts';
import { faultyFields } from '../../common/faulty-fields.ts';

/** Absolute paths inside a run folder. */
export interface RunFolder {
  readonly folder: string;
  readonly document: string;
  readonly metrics: string;
  readonly predictions: string;
  readonly submission: string;
  readonly adapter: string;
  readonly checkpoints: string;
  readonly log: string;
  /** What the engine said before it began. */
  readonly preflight: string;
}

/** What a run folder holds, and where. */
export function runFolder(runs: string, id: string): RunFolder {
  const folder = join(runs, id);
  return {
    folder,
    document: join(folder, 'run.json'),
    metrics: join(folder, 'metrics.jsonl'),
    predictions: join(folder, 'predictions.csv'),
    submission: join(folder, 'submission.csv'),
    adapter: join(folder, 'adapter'),
    checkpoints: join(folder, 'checkpoints'),
    log: join(folder, 'log.txt'),
    preflight: join(folder, 'preflight.json'),
  };
}

/** Whether training can go on from a checkpoint. */
export function hasCheckpoint({ checkpoints }: RunFolder): boolean {
  return existsSync(checkpoints) && readdirSync(checkpoints).length > 0;
}

/** Reads `run.json`; errors name the file and the field. */
export async function readRunDocument({ document }: RunFolder): Promise<RunDocument> {
  const json = await readJsonObject(document);
  if (typeof json['format'] === 'number' && json['format'] > 1)
    throw new QuartetError('UNSUPPORTED', hostMessage('newer-run-document', { file: document }));
  try {
    return runDocumentSchema.parse(json);
  } catch (error) {
    const message =
      error instanceof z.ZodError
        ? hostMessage('not-a-run-document', { file: document, fields: faultyFields(error) })
        : hostMessage('run-document-refused', { file: document, reason: messageOf(error) });
    throw new QuartetError('INVALID_INPUT', message, { cause: error });
  }
}

/** Writes `run.json`, whole or not at all. */
export async function writeRunDocument({ document }: RunFolder, run: RunDocument): Promise<void> {
  await writeFileAtomic(document, `${JSON.stringify(run, null, 2)}\n`);
}

/** The text of a file, or null when it is not there. */
export async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
