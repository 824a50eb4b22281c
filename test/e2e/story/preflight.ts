import type { Question } from '../../../src-main/data/challenge.ts';
import type { Preflight } from '../../../src-main/engine/contract.ts';
import { renderUser } from '../../../src-main/recipe/prompts.ts';
import type { Recipe } from '../../../src-main/recipe/recipe.ts';

/** What an engine would say of such a run: its first question in Qwen2.5-VL's chat format, with the tokens it learns. */
export function preflightOf(recipe: Recipe, train: readonly Question[], validation: number): Preflight {
  const question = train[0]!;
  const pictureTokens = (recipe.picture.size / 28) ** 2;
  const { epochs, batchSize, accumulation, warmupRatio, supervise } = recipe.training;
  const steps = Math.ceil(train.length / (batchSize * accumulation)) * epochs;
  const asked =
    `<|im_start|>system\n${recipe.prompt.system}<|im_end|>\n<|im_start|>user\n<|vision_start|>` +
    `<|image_pad|>×${pictureTokens}<|vision_end|>` +
    `${renderUser(recipe.prompt.user, question.question, question.choices)}<|im_end|>\n<|im_start|>assistant\n`;
  const textTokens = Math.round(asked.length / 2.6);
  const all = supervise === 'sequence';
  return {
    prompt: [
      { text: asked, supervised: all },
      { text: `${question.answer ?? ''}<|im_end|>\n`, supervised: true },
    ],
    questionId: question.id,
    tokens: textTokens + pictureTokens + 3,
    pictureTokens,
    supervisedTokens: all ? textTokens + pictureTokens + 3 : 3,
    optimizerSteps: steps,
    warmupSteps: Math.ceil(steps * warmupRatio),
    learningRates: [],
    trainable: recipe.lora.r * 1_261_568 * (recipe.model.folder.includes('7B') ? 2 : 1),
    trainSamples: train.length,
    validationSamples: validation,
    warnings: [],
    refusals: [],
    gpuMemory: null,
  };
}
