import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { QuartetError } from '../../common/errors.ts';
import { challengeOfRun } from '../../services/challenge-of-run.ts';
import { findRun } from '../../services/runs/find.ts';
import { updateRun } from '../../services/runs/store.ts';
import { readSolutionFile, readSubmission, scoreAnswers } from '../../services/scoring.ts';
import { scoreRun } from '../../services/submissions.ts';
import { addCommand, perform, type Report, type Session, type SessionOptions } from '../command.ts';
import { describeScore } from '../describe-run.ts';

interface ScoreOptions extends SessionOptions {
  readonly solution?: string;
}

export function addScore(program: Command): void {
  addCommand(program, 'score <run|csv>', 'score a submission with a solution file (id, answer, Usage)')
    .option('--solution <file>', "the solution; a run's challenge folder may hold its own solution.csv")
    .action((target: string, options: ScoreOptions) =>
      perform(options, (session) =>
        target.endsWith('.csv') || existsSync(target)
          ? scoreFile(target, options.solution)
          : scoreRunByName(session, target, options.solution),
      ),
    );
}

async function scoreFile(file: string, solution: string | undefined): Promise<Report> {
  if (solution === undefined)
    throw new QuartetError(
      'INVALID_INPUT',
      `Scoring ${file} needs the right answers: give --solution <file>.`,
    );
  const score = scoreAnswers(await readSubmission(file), await readSolutionFile(solution));
  return { data: { file: resolve(file), score }, text: describeScore(score).join('\n') };
}

async function scoreRunByName(
  { host }: Session,
  reference: string,
  solution: string | undefined,
): Promise<Report> {
  const id = findRun(host, reference);
  if (solution !== undefined) {
    await readSolutionFile(solution);
    await updateRun(host, id, (run) => ({
      challenge: {
        ...run.challenge,
        source: { ...challengeOfRun(host, run), solution: resolve(solution) },
      },
    }));
  }
  const { run, score } = await scoreRun(host, id);
  if (!score)
    throw new QuartetError(
      'NOT_FOUND',
      `${run.challenge.name} has no solution.csv. Give one with --solution <file>.`,
    );
  return { data: { run, score }, text: describeScore(score).join('\n') };
}
