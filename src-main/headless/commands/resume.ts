import type { Command } from 'commander';
import { QuartetError } from '../../common/errors.ts';
import { listRuns } from '../../history/runs.ts';
import type { Host } from '../../host/host.ts';
import { findRun } from '../../services/runs/find.ts';
import { addCommand, perform, type SessionOptions } from '../command.ts';
import { reportFinished, runToSubmission } from '../run-to-submission.ts';

export function addResume(program: Command): void {
  addCommand(program, 'resume [run]', 'go on with a run that was stopped (the newest unless named)').action(
    (reference: string | undefined, options: SessionOptions) =>
      perform(options, async (session) => {
        const id =
          reference === undefined ? newestUnfinished(session.host) : findRun(session.host, reference);
        return reportFinished(await runToSubmission(session, id));
      }),
  );
}

function newestUnfinished({ history }: Host): string {
  const run = listRuns(history).find(({ status, resumable }) => status === 'queued' || resumable === 1);
  if (!run) throw new QuartetError('NOT_FOUND', 'No run waits to be resumed. `quartet runs` lists them all.');
  return run.id;
}
