import type { RunSummary } from '../../../src-main/contract/index.ts';

/** The interrupted runs that a new start offers to go on with: those that ended with Quartet, not those that failed by themselves. */
export function offered(interrupted: readonly RunSummary[]): readonly RunSummary[] {
  return interrupted.filter(({ outcome }) => outcome?.reason === 'crash' || outcome?.reason === 'shutdown');
}
