import { Command, CommanderError } from 'commander';
import { tellError } from './command.ts';
import { addCheck } from './commands/check.ts';
import { addDemo } from './commands/demo.ts';
import { addDiff } from './commands/diff.ts';
import { addDoctor } from './commands/doctor.ts';
import { addExport } from './commands/export.ts';
import { addImport } from './commands/import.ts';
import { addHistory } from './commands/history.ts';
import { addLeaderboard } from './commands/leaderboard.ts';
import { addModels } from './commands/models.ts';
import { addPredict } from './commands/predict.ts';
import { addProviders } from './commands/providers.ts';
import { addResume } from './commands/resume.ts';
import { addRuns, addShow } from './commands/runs.ts';
import { addScore } from './commands/score.ts';
import { addServe } from './commands/serve.ts';
import { addShare } from './commands/share.ts';
import { addTrain } from './commands/train.ts';
import { exitCodes } from './exit-code.ts';

/** All commands; the order is that of `--help`. */
function createProgram(): Command {
  const program = new Command('quartet')
    .description(
      'Fine-tune a vision-language model on a multiple-choice challenge, and know which change brought which score.',
    )
    .showHelpAfterError('(--help tells more)')
    .exitOverride();
  const adders = [
    addDemo,
    addCheck,
    addTrain,
    addResume,
    addPredict,
    addScore,
    addRuns,
    addShow,
    addDiff,
    addLeaderboard,
    addExport,
    addImport,
    addHistory,
    addModels,
    addShare,
    addServe,
    addProviders,
    addDoctor,
  ];
  for (const add of adders) add(program);
  program.addHelpText(
    'after',
    `
A run is named by its name, its id or the beginning of it, or \`last\`.
Runs and their history lie in $QUARTET_HOME, or where this platform keeps an application's data.
Exit codes: 0 well, 1 failed, 2 bad usage or input, 3 stopped by a guard, 130 cancelled.`,
  );
  return program;
}

try {
  await createProgram().parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) tellError(error, process.argv.includes('--json'));
  // Help and version are no errors; everything else that commander throws is bad usage, which it has told already.
  else process.exitCode = error.exitCode === 0 ? 0 : exitCodes.badInput;
}
