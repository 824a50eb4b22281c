import { promptPresets, shortPrompt } from './prompts.ts';
import type { Recipe } from './recipe.ts';
import { scaleToSmall, smallModelFolder } from './small-model.ts';

export const presetNames = ['baseline', 'best', 'quartet', 'too-hot', 'tiny-demo'] as const;
export type PresetName = (typeof presetNames)[number];

export interface Preset {
  readonly name: PresetName;
  readonly recipe: Recipe;
  readonly about: { readonly ko: string; readonly en: string };
}

const allLinear = ['q_proj', 'k_proj', 'v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj'];

/** The team's first script: 3B, 200 samples, one epoch; 4-bit there, for which `auto` stands here. */
const baseline: Recipe = {
  version: 1,
  data: {
    samples: 200,
    validationFraction: 0.1,
    split: 'order',
    groupByPicture: false,
    shuffleChoices: false,
  },
  prompt: promptPresets.plain.ko,
  picture: { size: 384 },
  model: { folder: 'Qwen2.5-VL-3B-Instruct', precision: 'auto' },
  lora: {
    r: 8,
    alpha: 16,
    dropout: 0.05,
    targetModules: allLinear,
    excludeModules: null,
    // Their transformers 4 gave vision adapters no gradient under gradient checkpointing, so they stayed at zero.
    vision: false,
  },
  training: {
    supervise: 'sequence',
    epochs: 1,
    batchSize: 1,
    accumulation: 4,
    learningRate: 1e-4,
    schedule: 'linear',
    warmupRatio: 0.03,
    weightDecay: 0.01,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    maxGradNorm: null,
    labelSmoothing: 0,
    smoothingOver: 'vocabulary',
    ema: null,
    earlyStopping: null,
    keep: 'last',
    gradientCheckpointing: true,
    timeBudgetMinutes: null,
    stopAtChance: true,
    seed: 42,
  },
  answering: { mode: 'generate', orders: 1, batchSize: 1 },
};

const best: Recipe = {
  ...baseline,
  data: { ...baseline.data, samples: 'all' },
  picture: { size: 448 },
  model: { folder: 'Qwen2.5-VL-7B-Instruct', precision: 'bf16' },
  lora: { ...baseline.lora, r: 32, alpha: 64 },
  training: { ...baseline.training, epochs: 5, batchSize: 2, learningRate: 2e-4 },
};

const quartet: Recipe = {
  ...best,
  data: { ...best.data, split: 'stratified', groupByPicture: true, shuffleChoices: true },
  lora: { ...best.lora, vision: true },
  training: {
    ...best.training,
    supervise: 'answer',
    epochs: 3,
    accumulation: 8,
    schedule: 'cosine',
    warmupRatio: 0.06,
    maxGradNorm: 1,
    earlyStopping: { patience: 2, minImprovement: 1e-4 },
    keep: 'best-accuracy',
  },
  answering: { mode: 'letters', orders: 4, batchSize: 8 },
};

const smallBaseline = scaleToSmall(baseline);

const tooHot: Recipe = {
  ...smallBaseline,
  training: { ...smallBaseline.training, learningRate: 0.1 },
};

/** Vision attention and merger too: a new style of artwork is learned where pictures are seen. */
const tinyDemo: Recipe = {
  ...quartet,
  prompt: shortPrompt,
  picture: { size: 112 },
  model: { folder: smallModelFolder, precision: 'f32' },
  lora: {
    ...quartet.lora,
    r: 16,
    alpha: 32,
    dropout: 0,
    targetModules: [...allLinear, 'attn.qkv', 'attn.proj', 'mlp.0', 'mlp.2'],
  },
  training: {
    ...quartet.training,
    epochs: 4,
    batchSize: 16,
    accumulation: 1,
    learningRate: 1.2e-3,
    earlyStopping: null,
    ema: 0.98,
    keep: 'last',
    gradientCheckpointing: false,
  },
  answering: { mode: 'letters', orders: 4, batchSize: 16 },
};

/** Recipes to start from; a large model's folder is named as on the hub and must be replaced by where it lies. */
export const presets: Readonly<Record<PresetName, Preset>> = {
  baseline: preset('baseline', baseline, {
    ko: '팀이 처음 돌린 설정: 3B 모델, 200문항, 1에폭',
    en: "The team's start: 3B, 200 samples, one epoch",
  }),
  best: preset('best', best, {
    ko: '팀의 최고 기록(0.94135) 설정: 7B, 전체 데이터, 시퀀스 전체에 대한 손실까지 그대로',
    en: "The team's best (0.94135): 7B, all samples, with its loss over the whole sequence",
  }),
  quartet: preset('quartet', quartet, {
    ko: '권장 설정: 정답만 학습, 사진별 층화 분할, 보기 섞기, 가장 정확한 체크포인트, 보기 순서 4가지 평균',
    en: 'What we would do: answer-only loss, a fair split, shuffled choices, the most accurate checkpoint, four orders averaged',
  }),
  'too-hot': preset('too-hot', tooHot, {
    ko: '학습률이 너무 커서 망가지는 예: 작은 모델용 baseline에 파괴적인 학습률',
    en: 'How a run is ruined: the small baseline with a learning rate far too high',
  }),
  'tiny-demo': preset('tiny-demo', tinyDemo, {
    ko: '함께 제공되는 작은 모델과 예제 챌린지용: CPU에서 몇 분',
    en: 'For the shipped small model and the sample challenge: minutes on a CPU',
  }),
};

function preset(name: PresetName, recipe: Recipe, about: Preset['about']): Preset {
  return { name, recipe, about };
}
