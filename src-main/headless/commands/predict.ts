import type { Command } from 'commander';
import { QuartetError } from '../../common/errors.ts';
import { challengeSource } from '../../services/challenges.ts';
import { predictRun } from '../../services/predict.ts';
import { createRun } from '../../services/runs/create.ts';
import { findRun } from '../../services/runs/find.ts';
import { folderOf, loadRun } from '../../services/runs/store.ts';
import { adoptModel } from '../../services/runs/weights.ts';
import { submitRun } from '../../services/submissions.ts';
import { addRecipeOptions, chooseRecipe, type RecipeOptions } from '../choose-recipe.ts';
import { addCommand, perform, type Report, type Session, type SessionOptions } from '../command.ts';
import { reportFinished, runToSubmission } from '../run-to-submission.ts';
import { formatInterval } from '../format.ts';

interface PredictOptions extends SessionOptions, RecipeOptions {
  readonly split: string;
  readonly zeroShot?: string;
}

export function addPredict(program: Command): void {
  const command = addCommand(
    program,
    'predict [run]',
    "answer again with a run's weights, or with --zero-shot <challenge> as the model came",
  );
  addRecipeOptions(command)
    .option('--split <name>', 'test (which writes submission.csv anew), validation or train', 'test')
    .option('--zero-shot <challenge>', 'answer a challenge without training; makes a run of its own')
    .action((run: string | undefined, options: PredictOptions) =>
      perform(options, (session) =>
        options.zeroShot === undefined
          ? predictAgain(session, run ?? 'last', options)
          : predictZeroShot(session, options.zeroShot, options),
      ),
    );
}

async function predictAgain(
  session: Session,
  reference: string,
  { split: splitName, model }: PredictOptions,
): Promise<Report> {
  const { host, control } = session;
  const split = (['train', 'validation', 'test'] as const).find((known) => known === splitName);
  if (!split)
    throw new QuartetError('INVALID_INPUT', `--split ${splitName}: write test, validation or train.`);
  const id = findRun(host, reference);
  const before = await loadRun(host, id);
  if (before.kind === 'adapter' && model !== undefined) await adoptModel(host, before, model);
  const result = await predictRun(host, id, split, control, model ?? null);
  const { predictions, submission } = folderOf(host, id);
  if (split === 'test') return reportFinished({ ...(await submitRun(host, id)), submission });
  const run = await loadRun(host, id);
  const accuracy = result.validation ? ` Accuracy ${formatInterval(result.validation)}.` : '';
  return {
    data: { run, split, result, predictions },
    text: `${run.name}: answered ${split}: ${predictions}.${accuracy}`,
  };
}

/** A run that answers with the model as it came: the baseline that training must beat. */
async function predictZeroShot(session: Session, challenge: string, options: RecipeOptions): Promise<Report> {
  const { host } = session;
  const { recipe, parent } = await chooseRecipe(host, options);
  const source = challengeSource(host.resources, challenge);
  const run = await createRun(host, { challenge: source, recipe, parent, kind: 'zero-shot' });
  return reportFinished(await runToSubmission(session, run.id));
}
