import type { Command } from 'commander';
import { challengeSource, checkChallenge, type ChallengeReport } from '../../services/challenges.ts';
import { addCommand, perform, type SessionOptions } from '../command.ts';
import { exitCodes } from '../exit-code.ts';
import { formatFields } from '../format.ts';

/** Findings that are printed; the JSON document has them all. */
const shown = 20;

export function addCheck(program: Command): void {
  addCommand(
    program,
    'check <challenge>',
    'read a challenge, decode every picture, and say what is wrong with it',
  )
    .addHelpText(
      'after',
      '\nA challenge is a folder with train.csv, test.csv and pictures; `sample` is the one that ships.',
    )
    .action((challenge: string, options: SessionOptions) =>
      perform(options, async ({ host, progress, control }) => {
        const report = await checkChallenge(challengeSource(host.resources, challenge), {
          ...(control.stop && { signal: control.stop }),
          progress: (split, done, total) =>
            progress.update(`Decoding pictures (${split})`, {
              done,
              total,
              perSecond: null,
              etaSeconds: null,
            }),
        });
        const faulty = report.findings.some(({ severity }) => severity === 'error');
        return { data: report, text: describeChallenge(report), code: faulty ? exitCodes.badInput : 0 };
      }),
    );
}

/** A challenge in words: its sizes, its letters and kinds, what was found. */
export function describeChallenge(report: ChallengeReport): string {
  const errors = report.findings.filter(({ severity }) => severity === 'error');
  const lines = report.findings.slice(0, shown).map(({ severity, message }) => `${severity}: ${message}`);
  const more =
    report.findings.length > shown
      ? [`… and ${report.findings.length - shown} more; --json prints all.`]
      : [];
  const fields = formatFields([
    ['Challenge', `${report.name} (${report.folder})`],
    ['Training', `${report.train} questions`],
    [
      'Test',
      `${report.test} questions${report.solution === null ? '' : `, ${report.solution} with a known answer`}`,
    ],
    ['Letters', counts(report.letters)],
    ...(Object.keys(report.kinds).length > 0 ? [['Kinds', counts(report.kinds)] as const] : []),
    ['Found', `${errors.length} errors, ${report.findings.length - errors.length} warnings`],
  ]);
  return [fields, ...lines, ...more].join('\n');
}

function counts(record: Record<string, number>): string {
  return Object.entries(record)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}
