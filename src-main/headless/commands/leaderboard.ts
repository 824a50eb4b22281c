import type { Command } from 'commander';
import { QuartetError } from '../../common/errors.ts';
import { leaderboardQuery } from '../../contract/submissions.ts';
import { loadChallenge } from '../../data/challenge.ts';
import { challengeSource } from '../../services/challenges.ts';
import { leaderboard, type LeaderboardEntry } from '../../services/leaderboard.ts';
import type { Host } from '../../host/host.ts';
import { writeDownload } from '../../services/downloads.ts';
import { chooseChallenge } from '../choose-challenge.ts';
import { addCommand, perform, type Report, type SessionOptions } from '../command.ts';
import { describeLetters } from '../describe-run.ts';
import { formatInterval, formatTable, formatTime } from '../format.ts';

interface LeaderboardOptions extends SessionOptions {
  readonly challenge?: string;
  readonly csv?: string;
}

export function addLeaderboard(program: Command): void {
  addCommand(program, 'leaderboard', 'who scored what, and what was changed for it')
    .option('--challenge <challenge>', 'only this challenge')
    .option('--csv <file>', 'write it as a table for spreadsheets')
    .action((options: LeaderboardOptions) =>
      perform(options, async ({ host }) => {
        if (options.csv !== undefined) return writeCsv(host, options.csv, options.challenge);
        const id =
          options.challenge === undefined
            ? null
            : (await loadChallenge(challengeSource(host.resources, options.challenge))).challenge.sha256;
        const entries = leaderboard(host, id);
        return { data: entries, text: describeLeaderboard(entries) };
      }),
    );
}

async function writeCsv(host: Host, file: string, challenge: string | undefined): Promise<Report> {
  const challengeId = await chooseChallenge(host, challenge);
  if (challengeId === null)
    throw new QuartetError('INVALID_INPUT', 'Name the challenge: --challenge <name, id or folder>.');
  const what = { kind: 'leaderboard', query: leaderboardQuery.parse({ challengeId }) } as const;
  const path = await writeDownload(host, what, file);
  return { data: { path }, text: path };
}

/** The leaderboard as a table. */
export function describeLeaderboard(entries: readonly LeaderboardEntry[]): string {
  if (entries.length === 0) return 'There is no submission yet. `quartet train sample` makes one.';
  const score = (value: number | null): string => value?.toFixed(5) ?? '–';
  return formatTable(
    ['#', 'name', 'public', 'private', 'validation', 'changed', 'letters', 'flags', 'member', 'when'],
    entries.map((entry) => [
      String(entry.rank),
      `${entry.starred ? '* ' : ''}${entry.name}${entry.final ? ' (final)' : ''}`,
      score(entry.public),
      score(entry.private),
      formatInterval(entry.validation),
      entry.parent === null ? '' : `${entry.parent}: ${entry.changed}`,
      entry.letters ? describeLetters(entry.letters) : '',
      entry.flags.map(({ code }) => code).join(', '),
      entry.member ?? '',
      formatTime(entry.created),
    ]),
  );
}
