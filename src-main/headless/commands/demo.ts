import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { QuartetError } from '../../common/errors.ts';
import { presets } from '../../recipe/presets.ts';
import { challengeSource, checkChallenge } from '../../services/challenges.ts';
import { leaderboard } from '../../services/leaderboard.ts';
import { createRun, type NewRun } from '../../services/runs/create.ts';
import { addCommand, perform, type Session, type SessionOptions } from '../command.ts';
import { describeOutcome } from '../describe-run.ts';
import { reportFinished, runToSubmission, type Finished } from '../run-to-submission.ts';
import { describeChallenge } from './check.ts';
import { describeLeaderboard } from './leaderboard.ts';

export function addDemo(program: Command): void {
  addCommand(program, 'demo', 'the whole way on what ships: check, answer untrained, train, submit, score')
    .addHelpText('after', '\nIt works in $QUARTET_HOME, or in a new temporary folder; its last line is JSON.')
    .action(async (options: SessionOptions) => {
      const home = process.env['QUARTET_HOME'] ?? (await mkdtemp(join(tmpdir(), 'quartet-demo-')));
      await perform({ ...options, home }, (session) => demo(session, home));
    });
}

async function demo(session: Session, home: string) {
  const began = performance.now();
  const { host, say } = session;
  say(`Everything is kept in ${home}`);
  const challenge = challengeSource(host.resources, 'sample');
  say(describeChallenge(await checkChallenge(challenge)));

  say('\nThe model as it came:');
  const { recipe } = presets['tiny-demo'];
  const untrained = await complete(session, { challenge, recipe, kind: 'zero-shot' });

  say('\nThe same model, fine-tuned:');
  const trained = await complete(session, { challenge, recipe, name: 'tiny-demo', parent: untrained.run.id });

  say(`\n${describeLeaderboard(leaderboard(host))}\n`);
  say(`To look around: QUARTET_HOME=${home} npx quartet show tiny-demo`);
  const data = summary(untrained, trained, (performance.now() - began) / 1000);
  return { data, text: JSON.stringify(data) };
}

/** A run to its end, or an error that says why it has none. */
async function complete(session: Session, options: NewRun): Promise<Finished> {
  const { id } = await createRun(session.host, options);
  const finished = await runToSubmission(session, id);
  const { status, outcome } = finished.run;
  if (status !== 'done') {
    const code =
      outcome?.reason === 'cancelled' ? 'CANCELLED' : outcome?.reason === 'guard' ? 'GUARD' : 'ENGINE';
    throw new QuartetError(code, describeOutcome(finished.run));
  }
  session.say(reportFinished(finished).text);
  return finished;
}

function summary(untrained: Finished, trained: Finished, totalSeconds: number): Record<string, unknown> {
  const { result } = trained.run;
  return {
    zeroShot: untrained.score?.all.accuracy ?? null,
    validation: result?.validation?.accuracy ?? null,
    public: trained.score?.public?.accuracy ?? null,
    private: trained.score?.private?.accuracy ?? null,
    trainSeconds: rounded(result?.trainSeconds ?? 0),
    totalSeconds: rounded(totalSeconds),
    peakRssMb: Math.max(result?.peakRssMb ?? 0, untrained.run.result?.peakRssMb ?? 0),
    submission: trained.submission,
  };
}

function rounded(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}
