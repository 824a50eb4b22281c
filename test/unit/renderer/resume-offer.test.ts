import { expect, test } from 'vitest';
import type { RunSummary } from '../../../src-main/contract/index.ts';
import { offered } from '../../../src-renderer/features/frame/resume-offer.ts';

const run = (name: string, reason: string | null): RunSummary =>
  ({ name, outcome: reason && { reason, message: '', resumable: true } }) as RunSummary;

test('what ended with Quartet is offered; what failed by itself is not', () => {
  const runs = [run('quit', 'shutdown'), run('broken', 'error'), run('killed', 'crash'), run('odd', null)];
  expect(offered(runs).map(({ name }) => name)).toEqual(['quit', 'killed']);
});
