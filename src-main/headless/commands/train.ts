import type { Command } from 'commander';
import { challengeSource } from '../../services/challenges.ts';
import { createRun } from '../../services/runs/create.ts';
import { addRecipeOptions, chooseRecipe, type RecipeOptions } from '../choose-recipe.ts';
import { addCommand, perform, type SessionOptions } from '../command.ts';
import { reportFinished, runToSubmission } from '../run-to-submission.ts';

interface TrainOptions extends SessionOptions, RecipeOptions {
  readonly name?: string;
  readonly note?: string;
  readonly member?: string;
}

export function addTrain(program: Command): void {
  const command = addCommand(
    program,
    'train <challenge>',
    'fine-tune on a challenge, answer its test questions and write submission.csv',
  );
  addRecipeOptions(command)
    .option('--name <name>', 'what to call the run')
    .option('--note <text>', 'why this run')
    .option('--member <name>', 'whose run it is (or QUARTET_MEMBER)', process.env['QUARTET_MEMBER'])
    .action((challenge: string, options: TrainOptions) =>
      perform(options, async (session) => {
        const { host, say } = session;
        const { recipe, parent, name } = await chooseRecipe(host, options);
        const run = await createRun(host, {
          challenge: challengeSource(host.resources, challenge),
          recipe,
          parent,
          name: options.name ?? name,
          note: options.note ?? '',
          member: options.member ?? null,
        });
        say(`Run ${run.name} (${run.id})`);
        for (const warning of run.warnings) say(`warning: ${warning}`);
        return reportFinished(await runToSubmission(session, run.id));
      }),
    );
}
