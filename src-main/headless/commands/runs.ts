import type { Command } from 'commander';
import { listRuns, type RunRow } from '../../history/runs.ts';
import { findRun } from '../../services/runs/find.ts';
import { folderOf, loadRun } from '../../services/runs/store.ts';
import { addCommand, perform, type SessionOptions } from '../command.ts';
import { describeRun } from '../describe-run.ts';
import { formatDuration, formatPercent, formatTable, formatTime } from '../format.ts';

export function addRuns(program: Command): void {
  addCommand(program, 'runs', 'list all runs, the newest first').action((options: SessionOptions) =>
    perform(options, ({ host }) => {
      const rows = listRuns(host.history);
      const text = rows.length === 0 ? 'There is no run yet. `quartet train sample` makes one.' : table(rows);
      return Promise.resolve({ data: rows.map(withParsedJson), text });
    }),
  );
}

export function addShow(program: Command): void {
  addCommand(program, 'show <run>', 'tell all of a run: recipe, result, score, warnings').action(
    (reference: string, options: SessionOptions) =>
      perform(options, async ({ host }) => {
        const run = await loadRun(host, findRun(host, reference));
        const { folder } = folderOf(host, run.id);
        return { data: { ...run, folder }, text: `${describeRun(run)}\n\nFolder  ${folder}` };
      }),
  );
}

function withParsedJson(row: RunRow): unknown {
  const parsed = (text: string): unknown => JSON.parse(text);
  return {
    ...row,
    recipe: parsed(row.recipe),
    environment: parsed(row.environment),
    tags: parsed(row.tags),
    warnings: parsed(row.warnings),
  };
}

function table(rows: readonly RunRow[]): string {
  return formatTable(
    ['name', 'status', 'validation', 'trained', 'created', 'model', 'member', 'id'],
    rows.map((row) => [
      row.name,
      row.outcomeReason === null ? row.status : `${row.status} (${row.outcomeReason})`,
      formatPercent(row.validationAccuracy),
      formatDuration(row.trainSeconds),
      formatTime(new Date(row.createdAt).toISOString()),
      row.modelName,
      row.member ?? '',
      row.id,
    ]),
  );
}
