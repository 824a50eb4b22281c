import type { Client } from '../../../src-main/contract/index.ts';
import { submissionSort } from '../../../src-main/contract/submissions.ts';

/** Something a window asks of its host: all calls that one page or click makes, as the page makes them. */
export interface Question {
  readonly name: string;
  ask(): Promise<unknown>;
}

/** What windows ask most, of a challenge with a long history. */
export async function questionsOf(client: Client): Promise<Question[]> {
  const [challenge] = await client.challenges.list();
  const challengeId = challenge!.id;
  const board = (
    query: Omit<Parameters<Client['submissions']['list']>[0], 'challengeId'>,
  ): Promise<unknown> => client.submissions.list({ challengeId, page: { limit: 100 }, ...query });
  const ids = await answeredRuns(client);
  const id = ids[0]!;
  return [
    { name: 'leaderboard', ask: () => board({}) },
    { name: 'leaderboard, last page', ask: () => board({ page: { limit: 100, offset: 13_000 } }) },
    { name: 'filter: member', ask: () => board({ member: 'Jun' }) },
    { name: 'filter: model', ask: () => board({ model: 'Qwen2.5-VL-7B-Instruct' }) },
    { name: 'filter: flagged', ask: () => board({ flagged: true }) },
    { name: 'filter: text', ask: () => board({ text: '밤샘' }) },
    ...submissionSort.options.map((sort) => ({
      name: `sort: ${sort}`,
      ask: () => board({ sort, descending: true }),
    })),
    { name: 'timeline', ask: () => client.submissions.timeline({ challengeId }) },
    { name: 'lineage', ask: () => client.submissions.lineage({ challengeId }) },
    { name: 'runs', ask: () => client.runs.list({ challengeId }) },
    { name: 'search in all runs', ask: () => client.runs.list({ text: 'lr-4', page: { limit: 8 } }) },
    { name: 'what runs and waits', ask: () => client.runs.activity() },
    {
      name: 'run page',
      ask: () => Promise.all([client.runs.get({ id }), client.runs.activity(), client.runs.metrics({ id })]),
    },
    { name: 'answers of a run', ask: () => client.runs.predictions({ id, page: { limit: 24 } }) },
    { name: 'log of a run', ask: () => client.runs.log({ id }) },
    ...[2, 6].map((n) => ({ name: `compare ${n} runs`, ask: () => comparePage(client, ids.slice(0, n)) })),
  ];
}

function comparePage(client: Client, ids: string[]): Promise<unknown> {
  return Promise.all([
    client.compare.get({ ids }),
    client.compare.questions({ ids, on: 'test', page: { limit: 1 } }),
    ...ids.map((id) => client.runs.metrics({ id, points: 200 })),
  ]);
}

/** The newest six runs that were trained to the end here: they have answers and curves. */
export async function answeredRuns(client: Client): Promise<string[]> {
  const { rows } = await client.runs.list({ page: { limit: 200 }, status: ['done'] });
  return rows
    .filter(({ kind }) => kind === 'train')
    .slice(0, 6)
    .map(({ id }) => id);
}
