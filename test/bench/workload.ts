import { join } from 'node:path';
import { packageRoot } from '../../src-main/common/package-root.ts';
import type { Sequence } from '../../src-main/models/family.ts';
import { presets } from '../../src-main/recipe/presets.ts';
import { shortPrompt } from '../../src-main/recipe/prompts.ts';
import type { Recipe } from '../../src-main/recipe/recipe.ts';
import type { Example } from '../../src-main/train/batch.ts';
import { fileOrder } from '../../src-main/train/choice-order.ts';
import { buildExample, buildPrompt } from '../../src-main/train/examples.ts';
import { keepFeatures } from '../../src-main/train/features/keep-features.ts';
import { prepareRun, type RunContext } from '../../src-main/train/prepare-run.ts';

/** What is varied: samples a batch, words added to every prompt, LoRA rank and dropout, the pictures' size, and what happens to the tower. */
export interface Case {
  readonly batch: number;
  readonly words: number;
  readonly rank: number;
  readonly dropout: number;
  readonly picture?: number;
  /** Whether the vision tower is adapted too, as by default; where it is not, its features may be kept. */
  readonly vision?: boolean;
  readonly kept?: boolean;
}

/** The preset tiny-demo as it is. */
export const usual: Case = {
  batch: 16,
  words: 0,
  rank: 16,
  dropout: 0,
};

/** Samples of one pass: batches of 1 to 32 are then timed over the same questions. */
const samplesPerPass = 32;

/** The small checkpoint on the sample challenge, opened as a run opens them. */
export async function openWorkload(varied: Case): Promise<RunContext> {
  const folder = join(packageRoot(), 'resources', 'sample-challenge');
  const hooks = { signal: new AbortController().signal, emit: () => undefined };
  const context = await prepareRun(recipeOf(varied), { folder }, hooks);
  if (!varied.kept) return context;
  // Batches are built before the first pass, so that the tower has seen its pictures by then.
  const { pictures, source } = keepFeatures(context, context.source, null, hooks);
  return { ...context, pictures, source };
}

/** Training questions with their answers, [batches][batch]. */
export function trainingBatches(context: RunContext): Promise<Example[][]> {
  return batched(context, (question) => buildExample(context, question, fileOrder));
}

/** The same questions up to where the model answers, [batches][batch]. */
export function promptBatches(context: RunContext): Promise<Sequence[][]> {
  return batched(context, (question) => buildPrompt(context, question, fileOrder));
}

function batched<T>(
  { split, recipe }: RunContext,
  build: (question: RunContext['split']['train'][number]) => Promise<T>,
): Promise<T[][]> {
  const size = recipe.training.batchSize;
  return Promise.all(
    Array.from({ length: samplesPerPass / size }, (_, i) =>
      Promise.all(split.train.slice(i * size, (i + 1) * size).map(build)),
    ),
  );
}

function recipeOf({ batch, words, rank, dropout, picture = 112, vision = true }: Case): Recipe {
  const { recipe } = presets['tiny-demo'];
  return {
    ...recipe,
    model: {
      ...recipe.model,
      folder: join(packageRoot(), 'resources', 'tiny-vl'),
    },
    prompt: { ...shortPrompt, user: `${'word '.repeat(words)}${shortPrompt.user}` },
    picture: { size: picture },
    lora: { ...recipe.lora, r: rank, alpha: 2 * rank, dropout, vision },
    training: { ...recipe.training, batchSize: batch },
  };
}
