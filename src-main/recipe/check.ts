import { smallLearningRateFactor, usesSmallModel } from './small-model.ts';
import type { FieldPath } from './fields.ts';
import { formatValue } from './diff.ts';
import { presets } from './presets.ts';
import { templateErrors } from './prompts.ts';
import type { Recipe } from './recipe.ts';

/** Sentences that begin with the field they are about: faults that forbid a run, and settings to look at again. */
export interface RecipeCheck {
  readonly errors: string[];
  readonly warnings: string[];
}

/** Looks for what the schema cannot see: fields that contradict each other, and values that ruin runs. */
export function checkRecipe(recipe: Recipe): RecipeCheck {
  return { errors: errorsOf(recipe), warnings: warningsOf(recipe) };
}

function errorsOf({ data, prompt, model, lora, training }: Recipe): string[] {
  const found = templateErrors(prompt.user).map((message) => finding('prompt.user', message));
  if (model.precision === 'nf4')
    found.push(finding('model.precision', '4-bit (nf4) comes later. Choose auto, bf16, f16 or f32.'));
  if (lora.targetModules.length === 0)
    found.push(finding('lora.targetModules', 'The list is empty, so nothing would be trained.'));
  if (data.validationFraction === 0 && training.keep !== 'last')
    found.push(
      finding(
        'training.keep',
        `${training.keep} needs a validation part. Raise data.validationFraction, or keep last.`,
      ),
    );
  if (data.validationFraction === 0 && training.earlyStopping !== null)
    found.push(
      finding(
        'training.earlyStopping',
        'There is no validation part to stop by. Raise data.validationFraction, or set it to none.',
      ),
    );
  return found;
}

function warningsOf(recipe: Recipe): string[] {
  const { prompt, lora, training } = recipe;
  const found = learningRateWarnings(recipe);
  const ratio = lora.alpha / lora.r;
  if (ratio > 8 || ratio < 0.25)
    found.push(
      finding(
        'lora.alpha',
        `alpha / r is ${formatValue(ratio)}; 1 to 4 is usual. The adapter's output is multiplied by it, like the learning rate.`,
      ),
    );
  if (lora.dropout > 0.3)
    found.push(finding('lora.dropout', `${lora.dropout} hides much of every input; 0 to 0.1 is usual.`));
  if (training.warmupRatio >= 0.5)
    found.push(finding('training.warmupRatio', warmupMessage(training.warmupRatio)));
  if (training.weightDecay >= 0.5)
    found.push(
      finding(
        'training.weightDecay',
        `${training.weightDecay} pulls the adapter to zero; 0 to 0.1 is usual.`,
      ),
    );
  if (training.supervise === 'sequence')
    found.push(
      finding(
        'training.supervise',
        'Picture and question tokens are trained on too: the loss says little about the answers.',
      ),
    );
  const hidden = ['a', 'b', 'c', 'd'].filter((letter) => !prompt.user.includes(`{${letter}}`));
  if (hidden.length > 0)
    found.push(finding('prompt.user', `The model would never see choice ${hidden.join(', ')}.`));
  return found;
}

function warmupMessage(ratio: number): string {
  return ratio >= 1
    ? 'The whole run is warmup: the learning rate is reached in the last step only.'
    : `${formatValue(ratio)} of the run is warmup; 0.03 to 0.1 is usual.`;
}

/** The team's 5e-3, 25 times the rate of their best run, ended at chance (0.24). */
function learningRateWarnings(recipe: Recipe): string[] {
  const { learningRate, maxGradNorm } = recipe.training;
  const factor = usesSmallModel(recipe) ? smallLearningRateFactor : 1;
  const usual = presets.best.recipe.training.learningRate * factor;
  const times = learningRate / usual;
  const path = 'training.learningRate';
  if (times >= 5) {
    const clip = maxGradNorm === null ? ' Clipping is off as well (training.maxGradNorm).' : '';
    const compared = `${formatValue(learningRate)} is ${Math.round(times)} times what suits this model (${formatValue(usual)})`;
    return [finding(path, `${compared}: such runs often end at chance.${clip}`)];
  }
  if (times <= 0.02)
    return [finding(path, `${formatValue(learningRate)} is so low that the run may learn nothing.`)];
  return [];
}

function finding(path: FieldPath, message: string): string {
  return `${path}: ${message}`;
}
