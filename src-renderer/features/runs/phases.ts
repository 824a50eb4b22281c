import type { RunProgress } from '../../../src-main/contract/index.ts';

type Phase = RunProgress['phase'];

/** The phases of a training run, and of one that only answers, in their order. */
export const phases: Readonly<Record<'train' | 'answering', readonly Phase[]>> = {
  train: ['read', 'preflight', 'load', 'train', 'validate', 'predict'],
  answering: ['read', 'load', 'predict'],
};

/** Where a phase stands in its order while `present` goes on. */
export function phaseState(
  order: readonly Phase[],
  phase: Phase,
  present: Phase | null,
): 'past' | 'present' | 'ahead' {
  if (present === null) return 'ahead';
  if (phase === present) return 'present';
  return order.indexOf(phase) < order.indexOf(present) ? 'past' : 'ahead';
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

/** The ids with one put before another; `before` null puts it last. */
export function placed(ids: readonly string[], id: string, before: string | null): string[] {
  const others = ids.filter((other) => other !== id);
  const at = before === null ? others.length : others.indexOf(before);
  if (!ids.includes(id) || at < 0 || id === before) return [...ids];
  return others.toSpliced(at, 0, id);
}
