import { readFile } from 'node:fs/promises';
import { fromSystemError, QuartetError } from '../common/errors.ts';
import type { Letter } from '../common/letters.ts';
import { wilsonInterval } from '../common/statistics.ts';
import { readSolution } from '../data/challenge/solution.ts';
import type { Solution } from '../data/challenge.ts';
import { parseCsv } from '../data/csv.ts';
import { parseSubmission, rowFaults } from './submission-file.ts';
import { hostMessage } from '../messages/host-messages.ts';

/** Share of right answers with its 95 % interval. */
export interface Accuracy {
  readonly correct: number;
  readonly count: number;
  readonly accuracy: number;
  readonly low: number;
  readonly high: number;
}

/** How answers compare with a solution; a part that the solution does not have is null. */
export interface ScoreCard {
  readonly public: Accuracy | null;
  readonly private: Accuracy | null;
  readonly all: Accuracy;
  /** Ids of the solution that were not answered: each counts as wrong. */
  readonly missing: number;
}

/** Counts right answers, public and private apart. */
export function scoreAnswers(answers: ReadonlyMap<string, Letter>, solution: Solution): ScoreCard {
  const entries = [...solution].map(([id, { answer, usage }]) => ({
    usage,
    right: answers.get(id) === answer,
    id,
  }));
  const part = (usage: string): Accuracy | null => {
    const rows = entries.filter((entry) => entry.usage === usage);
    return rows.length > 0 ? accuracyOf(rows.map(({ right }) => right)) : null;
  };
  return {
    public: part('Public'),
    private: part('Private'),
    all: accuracyOf(entries.map(({ right }) => right)),
    missing: entries.filter(({ id }) => !answers.has(id)).length,
  };
}

/** Share of `true`, with its interval. */
export function accuracyOf(rights: readonly boolean[]): Accuracy {
  const correct = rights.filter(Boolean).length;
  const count = rights.length;
  return { correct, count, accuracy: count === 0 ? 0 : correct / count, ...wilsonInterval(correct, count) };
}

/** Reads a submission made anywhere: columns id and answer. Errors name file and row. */
export async function readSubmission(file: string): Promise<Map<string, Letter>> {
  const rows = parseSubmission(await readBytes(file), file);
  const [fault] = rowFaults(rows);
  if (fault !== undefined)
    throw new QuartetError('INVALID_INPUT', hostMessage('faulty-submission', { file, fault }));
  return new Map(rows.map(({ id, answer }) => [id, answer as Letter]));
}

/** Reads a solution file on its own. Errors name file, row and column. */
export async function readSolutionFile(file: string): Promise<Solution> {
  const bytes = await readBytes(file);
  const errors: string[] = [];
  const solution = readSolution(parseCsv(bytes, file), file, {}, [], ({ severity, message }) => {
    if (severity === 'error') errors.push(message);
  });
  if (errors[0] !== undefined) throw new QuartetError('INVALID_INPUT', errors[0]);
  return solution;
}

function readBytes(file: string): Promise<Buffer> {
  return readFile(file).catch((error: unknown) => {
    throw fromSystemError(error, 'cannot-read', file);
  });
}
