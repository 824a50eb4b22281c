import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { messageOf, QuartetError } from '../../common/errors.ts';
import { sha256 } from '../../common/hash.ts';
import { readHeader } from '../../data/safetensors.ts';
import type { RunDocument } from '../runs/document.ts';
import { readRunDocument, type RunFolder } from '../runs/folder.ts';
import { readPredictions } from '../runs/predictions-file.ts';
import { hashAnswers } from '../submissions.ts';
import { hostMessage } from '../../messages/host-messages.ts';

/**
 * Reads a run folder that comes from elsewhere and makes sure that all is there. Errors: INVALID_INPUT with everything
 * that is missing or damaged, UNSUPPORTED when a newer Quartet wrote it.
 */
export async function checkRunFolder(folder: RunFolder): Promise<RunDocument> {
  if (!existsSync(folder.document))
    throw new QuartetError('INVALID_INPUT', hostMessage('no-run-folder', { folder: folder.folder }));
  const run = await readRunDocument(folder);
  if (run.status === 'queued' || run.status === 'running')
    throw new QuartetError(
      'INVALID_INPUT',
      hostMessage('run-not-ended', { name: run.name, status: run.status, folder: folder.folder }),
    );
  const faults = [...missingFiles(run, folder), ...(await damagedFiles(run, folder))];
  if (faults.length > 0)
    throw new QuartetError(
      'INVALID_INPUT',
      hostMessage('run-incomplete', {
        folder: basename(folder.folder),
        name: run.name,
        faults: faults.join('\n'),
      }),
    );
  return run;
}

function missingFiles(run: RunDocument, folder: RunFolder): string[] {
  return neededFiles(run, folder)
    .filter((file) => !existsSync(file))
    .map((file) => hostMessage('run-lacks', { file: relative(folder.folder, file) }));
}

/** What a run of this kind and status leaves behind; one that was stopped may have left anything. */
function neededFiles(run: RunDocument, folder: RunFolder): string[] {
  const adapter = [
    join(folder.adapter, 'adapter_config.json'),
    join(folder.adapter, 'adapter_model.safetensors'),
  ];
  const done = run.status === 'done';
  return [
    // Large weights may have stayed behind on purpose; one file of the two is an accident.
    ...(run.kind === 'adapter' || adapter.some(existsSync) ? adapter : []),
    ...(run.kind === 'train' && done ? [folder.metrics] : []),
    ...(done && (run.kind === 'train' || run.kind === 'zero-shot') ? [folder.predictions] : []),
    // Without a hash only the score is known.
    ...(run.submission?.sha256 ? [folder.submission, folder.predictions] : []),
  ].filter((file, place, all) => all.indexOf(file) === place);
}

async function damagedFiles(run: RunDocument, folder: RunFolder): Promise<string[]> {
  const faults: string[] = [];
  const look = async (check: () => Promise<string | null>): Promise<void> => {
    const fault = await check().catch((error: unknown) => messageOf(error));
    if (fault !== null) faults.push(fault);
  };
  const weights = join(folder.adapter, 'adapter_model.safetensors');
  if (existsSync(weights)) await look(() => readHeader(weights).then(() => null));
  if (existsSync(folder.predictions)) await look(() => checkPredictions(run, folder));
  if (run.submission?.sha256 && existsSync(folder.submission))
    await look(async () =>
      sha256(await readFile(folder.submission)) === run.submission?.sha256
        ? null
        : hostMessage('other-submission-file', {}),
    );
  return faults;
}

async function checkPredictions(run: RunDocument, folder: RunFolder): Promise<string | null> {
  const test = (await readPredictions(folder.predictions)).filter(({ split }) => split === 'test');
  const answers = test.map(({ questionId, answer }) => ({ id: questionId, answer }));
  const told = run.submission?.answersHash ?? null;
  return told === null || hashAnswers(answers) === told ? null : hostMessage('other-predictions', {});
}
