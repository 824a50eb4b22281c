import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { homePaths, type HomePaths } from '../../../../src-main/common/paths.ts';
import { openHistory, type History } from '../../../../src-main/history/database.ts';
import { saveMetrics } from '../../../../src-main/history/metrics.ts';
import { replacePredictions } from '../../../../src-main/history/predictions.ts';
import type { Challenge } from '../../../../src-main/data/challenge.ts';
import type { RunDocument } from '../../../../src-main/services/runs/document.ts';
import { runFolder } from '../../../../src-main/services/runs/folder.ts';
import { indexDocument } from '../../../../src-main/services/runs/indexing.ts';
import { makeChallenge } from './challenge.ts';
import { makePoints, makePredictions } from './points.ts';
import { worthOf } from './recipes.ts';
import { makeRuns } from './runs.ts';
import { makeForeign } from './submissions.ts';

/** How much of everything. */
export interface Amount {
  readonly runs: number;
  /** Those of runs, and for the rest such as were made elsewhere. */
  readonly submissions: number;
  readonly points: number;
  /** Runs, the newest, that have predictions. */
  readonly answered: number;
  /** Training questions, and as many test questions. */
  readonly questions: number;
  readonly seed: number;
}

/** What the acceptance of the window asks for. */
export const large: Amount = {
  runs: 5000,
  submissions: 13_000,
  points: 5_000_000,
  answered: 100,
  questions: 4000,
  seed: 1,
};

/** Fills an empty home folder; curves and answers go into the history only, run.json and a log also into run folders. */
export async function seedHome(folder: string, amount: Amount): Promise<void> {
  const paths = homePaths(folder);
  const challenge = await makeChallenge(join(folder, 'challenge'), amount.questions);
  const runs = makeRuns(challenge, amount.runs, amount.seed);
  const submitted = runs.filter(({ submission }) => submission !== null).length;
  const foreign = Array.from({ length: amount.submissions - submitted }, (_, n) =>
    makeForeign(challenge, runs, n, amount.seed),
  );
  const history = openHistory(paths.history);
  try {
    history.pragma('synchronous = OFF');
    history.transaction(() => {
      fill(history, challenge, runs, amount);
      for (const run of foreign) indexDocument(history, run);
    })();
    history.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    history.close();
  }
  for (const run of [...runs, ...foreign]) await writeFolder(paths, run);
}

function fill(history: History, challenge: Challenge, runs: readonly RunDocument[], amount: Amount): void {
  const { seed } = amount;
  runs.forEach((run, n) => {
    const worth = worthOf(run.recipe);
    indexDocument(history, run);
    saveMetrics(history, run.id, makePoints(pointsOf(n, amount), worth, seed, n));
    if (n >= runs.length - amount.answered)
      replacePredictions(history, run.id, makePredictions(challenge, worth, seed, n));
  });
}

/** One run in ten is long; together they have all the points. */
function pointsOf(n: number, { runs, points }: Amount): number {
  const long = Math.round((points / runs) * 5.5);
  const short = Math.round((points - Math.ceil(runs / 10) * long) / (runs - Math.ceil(runs / 10)));
  return n % 10 === 0 ? long : short;
}

async function writeFolder(paths: HomePaths, run: RunDocument): Promise<void> {
  const { folder, document, log } = runFolder(paths.runs, run.id);
  await mkdir(folder, { recursive: true });
  await writeFile(document, `${JSON.stringify(run, null, 2)}\n`);
  await writeFile(log, `${run.created} phase train\n`);
}
