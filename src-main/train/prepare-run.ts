import type { ChallengeSource } from '../data/challenge.ts';
import { matchModules } from '../models/lora/match.ts';
import type { Recipe } from '../recipe/recipe.ts';
import type { ChosenProvider } from '../runtime/providers.ts';
import { columnKeys } from './dropout-keys.ts';
import { trainableShapes, type GraphSource, type TrainableShape, type TrainingOptions } from './graphs.ts';
import { startPhase, type JobHooks } from './hooks.ts';
import { openJob, type JobContext } from './open-job.ts';
import { feedForm } from './feed-form.ts';
import { planSteps, type Plan } from './plan.ts';
import { splitQuestions, type SplitQuestions } from '../data/split.ts';
import type { Question } from '../data/challenge.ts';

/** A job whose plan and adapter are known, before anything is loaded into ONNX Runtime. */
export interface RunContext extends JobContext {
  readonly split: SplitQuestions<Question>;
  readonly plan: Plan;
  readonly source: GraphSource;
  readonly trainable: readonly TrainableShape[];
  /** Whether each layer is computed again in the backward pass. */
  readonly recompute: boolean;
}

/** Opens a run on the provider that works here, or on one that is only planned for. */
export async function prepareRun(
  recipe: Recipe,
  challenge: ChallengeSource,
  hooks: JobHooks,
  planned?: ChosenProvider,
): Promise<RunContext> {
  startPhase(hooks, 'read', 1);
  const context = await openJob(recipe, challenge, hooks.signal, planned);
  const { provider, reason } = context.provider;
  hooks.emit({ type: 'provider', provider, reason });
  const split = splitQuestions(context.challenge.train, recipe.data, recipe.training.seed);
  const source = graphSource(context, recipe);
  return {
    ...context,
    split,
    source,
    plan: planSteps(split.train.length, recipe),
    trainable: trainableShapes(source.lora?.modules ?? [], recipe.lora.r),
    recompute: recipe.training.gradientCheckpointing === true,
  };
}

/** What a recipe's adapter attaches to. */
export function graphSource(context: JobContext, { lora }: Recipe): GraphSource {
  const modules = matchModules(context.model.linears, lora);
  const settings = { r: lora.r, alpha: lora.alpha, useRslora: false };
  const { provider, dtype } = context.provider;
  return { ...context, provider, dtype, form: feedForm(provider), lora: { modules, settings } };
}

/** How a recipe's training graph differs from plain answering; `auto` recomputes where the caller found that it must. */
export function trainingOptions(
  { lora, training }: Recipe,
  recompute = training.gradientCheckpointing === true,
): TrainingOptions {
  const columns = (rows: 'text' | 'vision', width: number) => columnKeys(training.seed, rows, width);
  return {
    dropout: lora.dropout > 0 ? { rate: lora.dropout, columnKeys: columns } : null,
    recompute,
    smoothing: training.labelSmoothing > 0 ? training.smoothingOver : 'none',
  };
}
