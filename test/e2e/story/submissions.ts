import { presets } from '../../../src-main/recipe/presets.ts';
import { promptPresets } from '../../../src-main/recipe/prompts.ts';
import type { Recipe } from '../../../src-main/recipe/recipe.ts';

/** Four Korean students; colours are places in the Okabe–Ito palette. */
export const members = [
  { name: '김민아', color: 1 },
  { name: '박서준', color: 0 },
  { name: '이하람', color: 2 },
  { name: '정지우', color: 3 },
] as const;

/** A submission of the story: who, when, what it was derived from, what was changed, and what Kaggle said. */
export interface StorySubmission {
  readonly name: string;
  readonly fileName: string;
  readonly member: (typeof members)[number]['name'];
  /** Hours since the first evening. */
  readonly hour: number;
  readonly parent: string | null;
  readonly recipe: Recipe;
  readonly public: number;
  readonly minutes: number;
  /** Hands in the same answers as that one. */
  readonly sameAs?: string;
  /** Answers one letter almost always. */
  readonly collapsed?: true;
  readonly note?: string;
  readonly tags?: readonly string[];
  readonly starred?: true;
  readonly final?: true;
}

/** The team's start and best, answering by letter, so that every answer has its probabilities. */
const answering = { mode: 'letters', orders: 1, batchSize: 8 } as const;
const before: Recipe = {
  ...presets.baseline.recipe,
  model: { ...presets.baseline.recipe.model, precision: 'nf4' },
  answering,
};
const best: Recipe = { ...presets.best.recipe, answering };
const start: Recipe = {
  ...before,
  data: { ...before.data, samples: 100 },
  picture: { size: 224 },
  lora: { ...before.lora, targetModules: ['q_proj', 'v_proj'] },
  training: { ...before.training, schedule: 'constant', warmupRatio: 0 },
  prompt: promptPresets['exactly-one'].ko,
};
const plainPrompt: Recipe = { ...start, prompt: before.prompt };
const larger: Recipe = { ...plainPrompt, picture: before.picture };
const allLayers: Recipe = { ...larger, data: before.data, lora: before.lora };

function training(recipe: Recipe, change: Partial<Recipe['training']>): Recipe {
  return { ...recipe, training: { ...recipe.training, ...change } };
}

/** The team's thirteen submissions with their public scores, in the order of time; the changes between them are told so that the nine fields from 0.87860 to 0.94135 are theirs. */
export const submissions: readonly StorySubmission[] = [
  {
    name: '1-baseline',
    fileName: 'submission.csv',
    member: '박서준',
    hour: 0,
    parent: null,
    recipe: start,
    public: 0.76028,
    minutes: 7,
    note: '노트북 그대로. 일단 점수부터.',
  },
  {
    name: '2-prompt',
    fileName: 'submission.csv',
    member: '김민아',
    hour: 3,
    parent: '1-baseline',
    recipe: plainPrompt,
    public: 0.76234,
    minutes: 7,
  },
  {
    name: '3-384px',
    fileName: '3-submission.csv',
    member: '정지우',
    hour: 6.5,
    parent: '2-prompt',
    recipe: larger,
    public: 0.81224,
    minutes: 11,
  },
  {
    name: '4-all-linear',
    fileName: '4-submission.csv',
    member: '정지우',
    hour: 20,
    parent: '3-384px',
    recipe: allLayers,
    public: 0.86162,
    minutes: 19,
    note: 'loss 0.0706이면 0.93쯤 나올 줄 알았는데…',
    tags: ['왜?'],
  },
  {
    name: '5-five-epochs',
    fileName: 'submission.csv',
    member: '이하람',
    hour: 23,
    parent: '3-384px',
    recipe: training(larger, { epochs: 5 }),
    public: 0.79938,
    minutes: 44,
  },
  {
    name: '6-lr',
    fileName: '6-submission.csv',
    member: '이하람',
    hour: 27,
    parent: '4-all-linear',
    recipe: training(allLayers, { learningRate: 5e-3 }),
    public: 0.24176,
    minutes: 19,
    collapsed: true,
    note: '5e-3',
  },
  {
    name: '7-again',
    fileName: 'submission.csv',
    member: '박서준',
    hour: 30,
    parent: '4-all-linear',
    recipe: allLayers,
    public: 0.86162,
    minutes: 19,
    sameAs: '4-all-linear',
  },
  {
    name: '8-384px-again',
    fileName: '8-submission.csv',
    member: '김민아',
    hour: 44,
    parent: '3-384px',
    recipe: larger,
    public: 0.81224,
    minutes: 11,
    sameAs: '3-384px',
  },
  {
    name: '9-linear-warmup',
    fileName: '9-submission.csv',
    member: '김민아',
    hour: 48,
    parent: '4-all-linear',
    recipe: before,
    public: 0.8786,
    minutes: 20,
    starred: true,
  },
  {
    name: '10-dropout',
    fileName: '10-submission.csv',
    member: '박서준',
    hour: 52,
    parent: '9-linear-warmup',
    recipe: training({ ...before, lora: { ...before.lora, dropout: 0.1 } }, { weightDecay: 0.05 }),
    public: 0.86625,
    minutes: 20,
  },
  {
    name: '11-7b',
    fileName: '11-submission.csv',
    member: '김민아',
    hour: 70,
    parent: '9-linear-warmup',
    recipe: best,
    public: 0.94135,
    minutes: 171,
    note: '서버에서 밤새 돌렸어요. 한꺼번에 다 바꿈.',
    tags: ['7B'],
    starred: true,
    final: true,
  },
  {
    name: '12-hot',
    fileName: '12-submission.csv',
    member: '이하람',
    hour: 84,
    parent: '11-7b',
    recipe: training(best, { learningRate: 1.5e-3, epochs: 3, accumulation: 1 }),
    public: 0.26183,
    minutes: 118,
    collapsed: true,
    tags: ['7B'],
  },
  {
    name: '13-smoothing',
    fileName: '13-submission.csv',
    member: '정지우',
    hour: 88,
    parent: '11-7b',
    recipe: training({ ...best, prompt: promptPresets.bullets.ko }, { labelSmoothing: 0.05, ema: 0.999 }),
    public: 0.93106,
    minutes: 176,
    tags: ['7B', '앙상블 후보'],
    final: true,
  },
];
