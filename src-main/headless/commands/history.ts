import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import type { Command } from 'commander';
import { homePaths, quartetHome } from '../../common/paths.ts';
import { QuartetError } from '../../common/errors.ts';
import { openHistory } from '../../history/database.ts';
import { rebuildHistory } from '../../services/history-rebuild.ts';
import { addCommand, perform, tellError, type SessionOptions } from '../command.ts';

export function addHistory(program: Command): void {
  const history = program.command('history').description('look after the history of runs');
  addCommand(history, 'rebuild', 'make history.sqlite anew from the run folders').action(
    async (options: SessionOptions) => {
      try {
        await setAsideUnreadable(homePaths(quartetHome()).history);
      } catch (error) {
        tellError(error, options.json ?? false);
        return;
      }
      await perform(options, async ({ host }) => {
        const rebuilt = await rebuildHistory(host);
        const problems = rebuilt.problems.map(({ folder, message }) => `${folder}: ${message}`);
        return { data: rebuilt, text: [`${rebuilt.runs} runs are in the history.`, ...problems].join('\n') };
      });
    },
  );
}

/** A file that is no readable history gets another name; one of a newer Quartet is left alone. */
async function setAsideUnreadable(file: string): Promise<void> {
  try {
    openHistory(file).close();
  } catch (error) {
    if (!(error instanceof QuartetError) || error.code !== 'INVALID_INPUT') throw error;
    const suffix = `broken-${new Date().toISOString().replaceAll(':', '-')}`;
    for (const part of ['', '-wal', '-shm'])
      if (existsSync(file + part)) await rename(file + part, `${file}.${suffix}${part}`);
    process.stderr.write(`${file} could not be read; it is now ${file}.${suffix}\n`);
  }
}
