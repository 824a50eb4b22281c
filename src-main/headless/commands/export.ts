import type { Command } from 'commander';
import { QuartetError } from '../../common/errors.ts';
import type { Services } from '../../services/context.ts';
import { exportAdapter, exportZip } from '../../services/export.ts';
import { exportPython } from '../../services/export-python.ts';
import { findRun } from '../../services/runs/find.ts';
import { loadRun } from '../../services/runs/store.ts';
import { addCommand, perform, type SessionOptions } from '../command.ts';

interface ExportOptions extends SessionOptions {
  readonly zip?: boolean;
  readonly adapter?: boolean;
  readonly python?: boolean;
  readonly against?: string;
  readonly out?: string;
}

export function addExport(program: Command): void {
  addCommand(
    program,
    'export <run>',
    'hand a run to a team mate, its adapter to PEFT, or all of it to Python',
  )
    .option('--zip', 'the whole run folder without checkpoints, as one file')
    .option('--adapter', 'the PEFT adapter folder')
    .option('--python', 'one script for transformers and PEFT that trains and answers the same')
    .option('--against <run>', 'with --python: mark what this run changed against another')
    .option('--out <path>', 'where to put it (default: here, by the name of the run)')
    .action((reference: string, options: ExportOptions) =>
      perform(options, async ({ host }) => {
        const { id, name } = await loadRun(host, findRun(host, reference));
        const path = await write(host, id, name.replace(/[^\p{L}\p{N}._-]+/gu, '-'), options);
        return { data: { run: id, path }, text: `${name}: ${path}` };
      }),
    );
}

async function write(services: Services, id: string, safe: string, options: ExportOptions): Promise<string> {
  const { zip, adapter, python, against, out } = options;
  if ([zip, adapter, python].filter(Boolean).length !== 1)
    throw new QuartetError('INVALID_INPUT', 'Give one of --zip, --adapter and --python.');
  if (against !== undefined && !python)
    throw new QuartetError('INVALID_INPUT', '--against goes with --python only.');
  if (zip) return exportZip(services, id, out ?? `${safe}.zip`);
  if (adapter) return exportAdapter(services, id, out ?? `${safe}-adapter`);
  return exportPython(services, {
    id,
    against: against === undefined ? null : findRun(services, against),
    target: out ?? `${safe}.py`,
  });
}
