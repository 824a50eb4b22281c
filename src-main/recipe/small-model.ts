import { shortPrompt } from './prompts.ts';
import type { Recipe } from './recipe.ts';

/** Stands in a recipe for the folder of the small checkpoint that ships with Quartet. */
export const smallModelFolder = 'tiny-vl';

/** How many times the learning rate of a large model suits the small one. */
export const smallLearningRateFactor = 10;

/** Whether a recipe trains the shipped small checkpoint, by name or by a folder of that name. */
export function usesSmallModel({ model }: Recipe): boolean {
  return model.folder.split(/[\\/]/).at(-1) === smallModelFolder;
}

/** The same recipe for the small checkpoint: its picture size, few prompt tokens, a learning rate that suits it. */
export function scaleToSmall(recipe: Recipe): Recipe {
  return {
    ...recipe,
    prompt: shortPrompt,
    picture: { size: 112 },
    model: { folder: smallModelFolder, precision: 'f32' },
    // The small model must learn to see a new style of artwork, which the language side alone cannot.
    lora: { ...recipe.lora, vision: true },
    training: {
      ...recipe.training,
      learningRate: recipe.training.learningRate * smallLearningRateFactor,
      gradientCheckpointing: false,
    },
    answering: { ...recipe.answering, batchSize: 16 },
  };
}
