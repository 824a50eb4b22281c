import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';

/** What lies on disk of the only run of a home folder. */
export interface RunFiles {
  readonly status: string;
  readonly events: string[];
  /** The training steps in the order in which they were written. */
  readonly steps: number[];
  /** How many samples were held out of training. */
  readonly validated: number;
  /** Rows of submission.csv; 0 when there is none yet. */
  readonly submitted: number;
}

/** Reads the run folder of a home that holds one run. */
export async function readOnlyRun(home: string): Promise<RunFiles> {
  const runs = join(home, 'runs');
  const [name, ...others] = await readdir(runs);
  if (name === undefined || others.length > 0) throw new Error(`${runs} does not hold one run.`);
  const read = (file: string): Promise<string> => readFile(join(runs, name, file), 'utf8').catch(() => '');
  const { status, events } = JSON.parse(await read('run.json')) as {
    status: string;
    events: { kind: string }[];
  };
  const metrics = (await read('metrics.jsonl')).trim().split('\n').filter(Boolean);
  const records = metrics.map((line) => JSON.parse(line) as { kind: string; step: number });
  const table = async (file: string): Promise<{ split?: string }[]> =>
    parse(await read(file), { columns: true });
  return {
    status,
    events: events.map(({ kind }) => kind),
    steps: records.filter(({ kind }) => kind === 'train').map(({ step }) => step),
    validated: (await table('predictions.csv')).filter(({ split }) => split === 'validation').length,
    submitted: (await table('submission.csv')).length,
  };
}
