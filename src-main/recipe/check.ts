import { letters } from '../common/letters.ts';
import type { Bilingual } from '../messages/bilingual.ts';
import { bilingualMessage, hostMessage } from '../messages/host-messages.ts';
import { formatValue } from './diff.ts';
import type { FieldPath } from './fields.ts';
import { presets } from './presets.ts';
import { templateErrors } from './prompts.ts';
import type { Recipe } from './recipe.ts';
import { smallLearningRateFactor, usesSmallModel } from './small-model.ts';

/** Something about a recipe, at the field that is to blame: a fault that forbids a run, or a setting to look at again. */
export interface RecipeProblem {
  readonly severity: 'error' | 'warning';
  readonly path: FieldPath;
  readonly message: Bilingual;
}

/** English sentences that begin with the field they are about. */
export interface RecipeCheck {
  readonly errors: string[];
  readonly warnings: string[];
}

/** One thing to look for: the field that is to blame, whether it is there, and what to say. */
interface Rule {
  readonly path: FieldPath;
  readonly when: (recipe: Recipe) => boolean;
  readonly say: (recipe: Recipe) => Bilingual;
}

const errorRules: readonly Rule[] = [
  {
    path: 'lora.targetModules',
    when: ({ lora }) => lora.targetModules.length === 0,
    say: () => bilingualMessage('no-target-modules', {}),
  },
  {
    path: 'training.keep',
    when: ({ data, training }) => data.validationFraction === 0 && training.keep !== 'last',
    say: ({ training }) => bilingualMessage('keep-needs-validation', { keep: training.keep }),
  },
  {
    path: 'training.earlyStopping',
    when: ({ data, training }) => data.validationFraction === 0 && training.earlyStopping !== null,
    say: () => bilingualMessage('stopping-needs-validation', {}),
  },
];

const warningRules: readonly Rule[] = [
  {
    path: 'lora.alpha',
    when: ({ lora }) => lora.alpha / lora.r > 8 || lora.alpha / lora.r < 0.25,
    say: ({ lora }) => bilingualMessage('alpha-ratio', { ratio: formatValue(lora.alpha / lora.r) }),
  },
  {
    path: 'lora.dropout',
    when: ({ lora }) => lora.dropout > 0.3,
    say: ({ lora }) => bilingualMessage('much-dropout', { dropout: lora.dropout }),
  },
  {
    path: 'training.warmupRatio',
    when: ({ training }) => training.warmupRatio >= 0.5,
    say: ({ training }) => warmupMessage(training.warmupRatio),
  },
  {
    path: 'training.weightDecay',
    when: ({ training }) => training.weightDecay >= 0.5,
    say: ({ training }) => bilingualMessage('much-decay', { decay: training.weightDecay }),
  },
  {
    path: 'training.supervise',
    when: ({ training }) => training.supervise === 'sequence',
    say: () => bilingualMessage('whole-sequence-trained', {}),
  },
  {
    path: 'prompt.user',
    when: ({ prompt }) => hiddenChoices(prompt.user).length > 0,
    say: ({ prompt }) =>
      bilingualMessage('choices-never-seen', { choices: hiddenChoices(prompt.user).join(', ') }),
  },
];

/** Looks for what the schema cannot see: fields that contradict each other, and values that ruin runs. Errors first. */
export function recipeProblems(recipe: Recipe): RecipeProblem[] {
  const found = (severity: RecipeProblem['severity'], rules: readonly Rule[]): RecipeProblem[] =>
    rules
      .filter(({ when }) => when(recipe))
      .map(({ path, say }) => ({ severity, path, message: say(recipe) }));
  return [
    ...templateErrors(recipe.prompt.user).map((message) => ({
      severity: 'error' as const,
      path: 'prompt.user' as const,
      message,
    })),
    ...found('error', errorRules),
    ...learningRateProblems(recipe),
    ...found('warning', warningRules),
  ];
}

/** The same as lines of a terminal. */
export function checkRecipe(recipe: Recipe): RecipeCheck {
  const problems = recipeProblems(recipe);
  const lines = (wanted: RecipeProblem['severity']): string[] =>
    problems.flatMap(({ severity, path, message }) =>
      severity === wanted ? hostMessage('about-field', { field: path, finding: message.en }) : [],
    );
  return { errors: lines('error'), warnings: lines('warning') };
}

function hiddenChoices(template: string): string[] {
  return letters.filter((letter) => !template.includes(`{${letter}}`));
}

function warmupMessage(ratio: number): Bilingual {
  if (ratio >= 1) return bilingualMessage('all-warmup', {});
  return bilingualMessage('much-warmup', { ratio: formatValue(ratio) });
}

/** The team's 5e-3, 25 times the rate of their best run, ended at chance (0.24). */
function learningRateProblems(recipe: Recipe): RecipeProblem[] {
  const { learningRate, maxGradNorm } = recipe.training;
  const usual =
    presets.best.recipe.training.learningRate * (usesSmallModel(recipe) ? smallLearningRateFactor : 1);
  const times = learningRate / usual;
  const warning = (message: Bilingual): RecipeProblem[] => [
    { severity: 'warning', path: 'training.learningRate', message },
  ];
  const rate = formatValue(learningRate);
  if (times >= 5) {
    const code = maxGradNorm === null ? 'rate-high-unclipped' : 'rate-high';
    return warning(bilingualMessage(code, { rate, usual: formatValue(usual), times: Math.round(times) }));
  }
  if (times > 0.02) return [];
  return warning(bilingualMessage('rate-low', { rate }));
}
