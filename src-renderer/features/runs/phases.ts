import type { RunProgress } from '../../../src-main/contract/index.ts';

type Phase = RunProgress['phase'];

/** The phases of a run in their order. */
export const phases: readonly Phase[] = [
  'read',
  'load',
  'preflight',
  'zero-shot',
  'train',
  'validate',
  'predict',
  'save',
];

/** Where a phase stands while `present` goes on; training and validating take turns, so both count as begun. */
export function phaseState(phase: Phase, present: Phase | null): 'past' | 'present' | 'ahead' {
  if (present === null) return 'ahead';
  if (phase === present) return 'present';
  return phases.indexOf(phase) < phases.indexOf(present) ? 'past' : 'ahead';
}

/** The ids with one moved by a place; unchanged at the ends. */
export function moved(ids: readonly string[], id: string, by: -1 | 1): string[] {
  const from = ids.indexOf(id);
  const to = from + by;
  if (from < 0 || to < 0 || to >= ids.length) return [...ids];
  const next = [...ids];
  [next[from], next[to]] = [next[to]!, next[from]!];
  return next;
}
