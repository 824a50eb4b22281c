import { expect, test } from 'vitest';
import type { RunSummary } from '../../../src-main/contract/index.ts';
import { createEndings } from '../../../src-main/shell/run-endings.ts';
import { translator } from '../../../src-main/shell/texts.ts';

const t = translator('en');
const run = (status: RunSummary['status'], more: Partial<RunSummary> = {}): RunSummary =>
  ({ id: 'id', name: 'run-1', status, outcome: null, validation: null, ...more }) as RunSummary;
const outcome = (reason: 'guard' | 'cancelled', message: string) => ({ reason, message, resumable: true });

test('an end is told once, of a run that was seen to run', () => {
  const ending = createEndings();
  expect(ending(run('done'), t)).toBeNull();
  expect(ending(run('running'), t)).toBeNull();
  const validation = { accuracy: 0.93812, low: 0.92, high: 0.95 };
  expect(ending(run('done', { validation }), t)).toEqual({
    title: 'run-1 is done',
    body: 'Validation accuracy 0.938',
    address: '#/runs/id',
  });
  expect(ending(run('done'), t)).toBeNull();
});

test('a stop tells its reason, unless the user asked for it', () => {
  const ending = createEndings();
  ending(run('running'), t);
  const guard = run('stopped', { outcome: outcome('guard', 'The loss is NaN.') });
  expect(ending(guard, t)).toMatchObject({ title: 'run-1 was stopped', body: 'The loss is NaN.' });
  ending(run('running'), t);
  expect(ending(run('stopped', { outcome: outcome('cancelled', 'Cancelled.') }), t)).toBeNull();
});
