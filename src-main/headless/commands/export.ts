import type { Command } from 'commander';
import { QuartetError } from '../../common/errors.ts';
import { exportAdapter, exportZip } from '../../services/export.ts';
import { findRun } from '../../services/runs/find.ts';
import { loadRun } from '../../services/runs/store.ts';
import { addCommand, perform, type SessionOptions } from '../command.ts';

interface ExportOptions extends SessionOptions {
  readonly zip?: boolean;
  readonly adapter?: boolean;
  readonly out?: string;
}

export function addExport(program: Command): void {
  addCommand(program, 'export <run>', 'hand a run to a team mate, or its adapter to PEFT')
    .option('--zip', 'the whole run folder without checkpoints, as one file')
    .option('--adapter', 'the PEFT adapter folder')
    .option('--out <path>', 'where to put it (default: here, by the name of the run)')
    .action((reference: string, options: ExportOptions) =>
      perform(options, async ({ host }) => {
        if (options.zip === options.adapter)
          throw new QuartetError('INVALID_INPUT', 'Give either --zip or --adapter.');
        const { id, name } = await loadRun(host, findRun(host, reference));
        const safe = name.replace(/[^\p{L}\p{N}._-]+/gu, '-');
        const path = options.zip
          ? await exportZip(host, id, options.out ?? `${safe}.zip`)
          : await exportAdapter(host, id, options.out ?? `${safe}-adapter`);
        return { data: { run: id, path }, text: `${name}: ${path}` };
      }),
    );
}
