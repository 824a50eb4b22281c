import type { Command } from 'commander';
import { formatValue } from '../../recipe/diff.ts';
import { compareRuns, type Comparison, type Effect } from '../../services/compare.ts';
import { findRun } from '../../services/runs/find.ts';
import { addCommand, perform, type SessionOptions } from '../command.ts';
import { formatInterval, formatTable } from '../format.ts';

export function addDiff(program: Command): void {
  addCommand(program, 'diff <before> <after>', 'what two runs differ in, and what that brought').action(
    (before: string, after: string, options: SessionOptions) =>
      perform(options, async ({ host }) => {
        const comparison = await compareRuns(host, findRun(host, before), findRun(host, after));
        return { data: comparison, text: describeComparison(comparison) };
      }),
  );
}

/** A comparison in words. */
export function describeComparison({
  before,
  after,
  changes,
  otherwise,
  effects,
  notes,
}: Comparison): string {
  const rows = changes.map((change) => [change.path, formatValue(change.before), formatValue(change.after)]);
  return [
    rows.length === 0 ? 'The recipes are the same.' : formatTable(['field', before.name, after.name], rows),
    ...otherwise.map((text) => `Also different: ${text}`),
    ...effects.map(describeEffect),
    ...notes,
  ].join('\n');
}

function describeEffect(effect: Effect): string {
  const points = (share: number): string => `${share >= 0 ? '+' : '−'}${Math.abs(share * 100).toFixed(1)}`;
  const change = `${points(effect.difference)} points (${points(effect.low)} to ${points(effect.high)})`;
  const verdict = effect.withinNoise ? 'within noise' : 'more than noise';
  const counts = `${effect.onlyAfter} gained, ${effect.onlyBefore} lost of ${effect.after.count}`;
  return `${effect.on}: ${formatInterval(effect.before)} → ${formatInterval(effect.after)}: ${change}, ${counts}, p ${effect.p.toPrecision(2)}: ${verdict}`;
}
