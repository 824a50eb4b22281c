import type { Command } from 'commander';
import { loadChallenge } from '../../data/challenge.ts';
import { challengeSource } from '../../services/challenges.ts';
import { leaderboard, type LeaderboardEntry } from '../../services/leaderboard.ts';
import { addCommand, perform, type SessionOptions } from '../command.ts';
import { describeLetters } from '../describe-run.ts';
import { formatInterval, formatTable, formatTime } from '../format.ts';

interface LeaderboardOptions extends SessionOptions {
  readonly challenge?: string;
}

export function addLeaderboard(program: Command): void {
  addCommand(program, 'leaderboard', 'who scored what, and what was changed for it')
    .option('--challenge <challenge>', 'only this challenge')
    .action((options: LeaderboardOptions) =>
      perform(options, async ({ host }) => {
        const id =
          options.challenge === undefined
            ? null
            : (await loadChallenge(challengeSource(host.resources, options.challenge))).challenge.sha256;
        const entries = leaderboard(host, id);
        return { data: entries, text: describeLeaderboard(entries) };
      }),
    );
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
