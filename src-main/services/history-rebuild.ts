import { readdir } from 'node:fs/promises';
import { messageOf } from '../common/errors.ts';
import { renewLeaderboard } from '../history/leaderboard.ts';
import { deleteRunsExcept } from '../history/runs.ts';
import type { Services } from './context.ts';
import type { RunDocument } from './runs/document.ts';
import { readRunDocument, runFolder, type RunFolder } from './runs/folder.ts';
import { indexDocument, indexFiles } from './runs/indexing.ts';

/** What a rebuild found. */
export interface Rebuilt {
  readonly runs: number;
  /** Folders and lines that could not be read; they stay where they are. */
  readonly problems: readonly { readonly folder: string; readonly message: string }[];
}

/**
 * Makes the history say of every run what its folder says, and forgets runs without a folder. What belongs to no run
 * (members' colours, submissions from elsewhere) stays, as do rows of a folder that cannot be read now.
 */
export async function rebuildHistory({ history, paths }: Services): Promise<Rebuilt> {
  const problems: { folder: string; message: string }[] = [];
  const names = await folderNames(paths.runs);
  let runs = 0;
  for (const name of names) {
    const folder = runFolder(paths.runs, name);
    try {
      const run = await readOwnDocument(name, folder);
      indexDocument(history, run);
      const lines = await indexFiles(history, run.id, folder);
      problems.push(...lines.map((message) => ({ folder: folder.folder, message })));
      runs++;
    } catch (error) {
      problems.push({ folder: folder.folder, message: messageOf(error) });
    }
  }
  deleteRunsExcept(history, names);
  renewLeaderboard(history);
  return { runs, problems };
}

async function readOwnDocument(name: string, folder: RunFolder): Promise<RunDocument> {
  const run = await readRunDocument(folder);
  if (run.id !== name)
    throw new Error(`It holds the run ${run.id}: give the folder that name, or remove the copy.`);
  return run;
}

async function folderNames(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
