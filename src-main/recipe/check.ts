import { letters } from '../common/letters.ts';
import type { Bilingual } from '../messages/bilingual.ts';
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
    path: 'model.precision',
    when: ({ model }) => model.precision === 'nf4',
    say: () => ({
      ko: '4비트(nf4)는 나중에 나와요. auto, bf16, f16, f32 가운데 고르세요.',
      en: '4-bit (nf4) comes later. Choose auto, bf16, f16 or f32.',
    }),
  },
  {
    path: 'lora.targetModules',
    when: ({ lora }) => lora.targetModules.length === 0,
    say: () => ({
      ko: '목록이 비어서 아무것도 학습하지 않아요.',
      en: 'The list is empty, so nothing would be trained.',
    }),
  },
  {
    path: 'training.keep',
    when: ({ data, training }) => data.validationFraction === 0 && training.keep !== 'last',
    say: ({ training }) => ({
      ko: `${training.keep}에는 검증 문항이 필요해요. data.validationFraction을 올리거나 last로 두세요.`,
      en: `${training.keep} needs a validation part. Raise data.validationFraction, or keep last.`,
    }),
  },
  {
    path: 'training.earlyStopping',
    when: ({ data, training }) => data.validationFraction === 0 && training.earlyStopping !== null,
    say: () => ({
      ko: '멈출 때를 정할 검증 문항이 없어요. data.validationFraction을 올리거나 none으로 두세요.',
      en: 'There is no validation part to stop by. Raise data.validationFraction, or set it to none.',
    }),
  },
];

const warningRules: readonly Rule[] = [
  {
    path: 'lora.alpha',
    when: ({ lora }) => lora.alpha / lora.r > 8 || lora.alpha / lora.r < 0.25,
    say: ({ lora }) => ({
      ko: `alpha / r이 ${formatValue(lora.alpha / lora.r)}이에요. 보통 1~4예요. 어댑터의 출력에 이만큼 곱해져 학습률처럼 작용해요.`,
      en: `alpha / r is ${formatValue(lora.alpha / lora.r)}; 1 to 4 is usual. The adapter's output is multiplied by it, like the learning rate.`,
    }),
  },
  {
    path: 'lora.dropout',
    when: ({ lora }) => lora.dropout > 0.3,
    say: ({ lora }) => ({
      ko: `${lora.dropout}이면 입력을 많이 가려요. 보통 0~0.1이에요.`,
      en: `${lora.dropout} hides much of every input; 0 to 0.1 is usual.`,
    }),
  },
  {
    path: 'training.warmupRatio',
    when: ({ training }) => training.warmupRatio >= 0.5,
    say: ({ training }) => warmupMessage(training.warmupRatio),
  },
  {
    path: 'training.weightDecay',
    when: ({ training }) => training.weightDecay >= 0.5,
    say: ({ training }) => ({
      ko: `${training.weightDecay}이면 어댑터를 0으로 당겨요. 보통 0~0.1이에요.`,
      en: `${training.weightDecay} pulls the adapter to zero; 0 to 0.1 is usual.`,
    }),
  },
  {
    path: 'training.supervise',
    when: ({ training }) => training.supervise === 'sequence',
    say: () => ({
      ko: '사진과 질문 토큰까지 학습해서, 손실이 답에 대해 말해 주는 것이 적어요.',
      en: 'Picture and question tokens are trained on too: the loss says little about the answers.',
    }),
  },
  {
    path: 'prompt.user',
    when: ({ prompt }) => hiddenChoices(prompt.user).length > 0,
    say: ({ prompt }) => ({
      ko: `모델이 보기 ${hiddenChoices(prompt.user).join(', ')}을(를) 보지 못해요.`,
      en: `The model would never see choice ${hiddenChoices(prompt.user).join(', ')}.`,
    }),
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
    problems.flatMap(({ severity, path, message }) => (severity === wanted ? `${path}: ${message.en}` : []));
  return { errors: lines('error'), warnings: lines('warning') };
}

function hiddenChoices(template: string): string[] {
  return letters.filter((letter) => !template.includes(`{${letter}}`));
}

function warmupMessage(ratio: number): Bilingual {
  if (ratio >= 1)
    return {
      ko: '실행 전체가 워밍업이에요. 정한 학습률에는 마지막 스텝에서야 닿아요.',
      en: 'The whole run is warmup: the learning rate is reached in the last step only.',
    };
  return {
    ko: `실행의 ${formatValue(ratio)}이 워밍업이에요. 보통 0.03~0.1이에요.`,
    en: `${formatValue(ratio)} of the run is warmup; 0.03 to 0.1 is usual.`,
  };
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
    const clip = maxGradNorm === null;
    return warning({
      ko: `${rate}은 이 모델에 알맞은 값(${formatValue(usual)})의 ${Math.round(times)}배예요. 이런 실행은 찍기 수준으로 끝나곤 해요.${clip ? ' 기울기 자르기(training.maxGradNorm)도 꺼져 있어요.' : ''}`,
      en: `${rate} is ${Math.round(times)} times what suits this model (${formatValue(usual)}): such runs often end at chance.${clip ? ' Clipping is off as well (training.maxGradNorm).' : ''}`,
    });
  }
  if (times > 0.02) return [];
  return warning({
    ko: `${rate}은 너무 작아서 아무것도 배우지 못할 수 있어요.`,
    en: `${rate} is so low that the run may learn nothing.`,
  });
}
