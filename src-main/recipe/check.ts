import { letters } from '../common/letters.ts';
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

/** One thing to look for: the field that is to blame, whether it is there, and what to say. */
interface Rule {
  readonly path: FieldPath;
  readonly when: (recipe: Recipe) => boolean;
  readonly say: (recipe: Recipe) => string;
}

const errorRules: readonly Rule[] = [
  {
    path: 'model.precision',
    when: ({ model }) => model.precision === 'nf4',
    say: () => '4-bit (nf4) comes later. Choose auto, bf16, f16 or f32.',
  },
  {
    path: 'lora.targetModules',
    when: ({ lora }) => lora.targetModules.length === 0,
    say: () => 'The list is empty, so nothing would be trained.',
  },
  {
    path: 'training.keep',
    when: ({ data, training }) => data.validationFraction === 0 && training.keep !== 'last',
    say: ({ training }) =>
      `${training.keep} needs a validation part. Raise data.validationFraction, or keep last.`,
  },
  {
    path: 'training.earlyStopping',
    when: ({ data, training }) => data.validationFraction === 0 && training.earlyStopping !== null,
    say: () => 'There is no validation part to stop by. Raise data.validationFraction, or set it to none.',
  },
];

const warningRules: readonly Rule[] = [
  {
    path: 'lora.alpha',
    when: ({ lora }) => lora.alpha / lora.r > 8 || lora.alpha / lora.r < 0.25,
    say: ({ lora }) =>
      `alpha / r is ${formatValue(lora.alpha / lora.r)}; 1 to 4 is usual. The adapter's output is multiplied by it, like the learning rate.`,
  },
  {
    path: 'lora.dropout',
    when: ({ lora }) => lora.dropout > 0.3,
    say: ({ lora }) => `${lora.dropout} hides much of every input; 0 to 0.1 is usual.`,
  },
  {
    path: 'training.warmupRatio',
    when: ({ training }) => training.warmupRatio >= 0.5,
    say: ({ training }) => warmupMessage(training.warmupRatio),
  },
  {
    path: 'training.weightDecay',
    when: ({ training }) => training.weightDecay >= 0.5,
    say: ({ training }) => `${training.weightDecay} pulls the adapter to zero; 0 to 0.1 is usual.`,
  },
  {
    path: 'training.supervise',
    when: ({ training }) => training.supervise === 'sequence',
    say: () => 'Picture and question tokens are trained on too: the loss says little about the answers.',
  },
  {
    path: 'prompt.user',
    when: ({ prompt }) => hiddenChoices(prompt.user).length > 0,
    say: ({ prompt }) => `The model would never see choice ${hiddenChoices(prompt.user).join(', ')}.`,
  },
];

/** Looks for what the schema cannot see: fields that contradict each other, and values that ruin runs. */
export function checkRecipe(recipe: Recipe): RecipeCheck {
  const found = (rules: readonly Rule[]): string[] =>
    rules.filter(({ when }) => when(recipe)).map(({ path, say }) => `${path}: ${say(recipe)}`);
  return {
    errors: [
      ...templateErrors(recipe.prompt.user).map((message) => `prompt.user: ${message}`),
      ...found(errorRules),
    ],
    warnings: [...learningRateWarnings(recipe), ...found(warningRules)],
  };
}

function hiddenChoices(template: string): string[] {
  return letters.filter((letter) => !template.includes(`{${letter}}`));
}

function warmupMessage(ratio: number): string {
  return ratio >= 1
    ? 'The whole run is warmup: the learning rate is reached in the last step only.'
    : `${formatValue(ratio)} of the run is warmup; 0.03 to 0.1 is usual.`;
}

/** The team's 5e-3, 25 times the rate of their best run, ended at chance (0.24). */
function learningRateWarnings(recipe: Recipe): string[] {
  const { learningRate, maxGradNorm } = recipe.training;
  const usual =
    presets.best.recipe.training.learningRate * (usesSmallModel(recipe) ? smallLearningRateFactor : 1);
  const times = learningRate / usual;
  const rate = `training.learningRate: ${formatValue(learningRate)} is`;
  const clip = maxGradNorm === null ? ' Clipping is off as well (training.maxGradNorm).' : '';
  if (times >= 5)
    return [
      `${rate} ${Math.round(times)} times what suits this model (${formatValue(usual)}): such runs often end at chance.${clip}`,
    ];
  return times <= 0.02 ? [`${rate} so low that the run may learn nothing.`] : [];
}
