import type { ChallengeSource } from '../data/challenge.ts';
import { matchModules } from '../models/lora/match.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { columnKeys } from './dropout-keys.ts';
import { buildTrainingGraph, type GraphSource, type TrainableShape } from './graphs.ts';
import type { Graph } from '../graph/graph.ts';
import { startPhase, type JobHooks } from './hooks.ts';
import { openJob, type JobContext } from './open-job.ts';
import { planSteps, type Plan } from './plan.ts';
import { splitQuestions, type SplitQuestions } from '../data/split.ts';
import type { Question } from '../data/challenge.ts';

/** A job whose training graph and plan are made, before anything is loaded into ONNX Runtime. */
export interface RunContext extends JobContext {
  readonly split: SplitQuestions<Question>;
  readonly plan: Plan;
  readonly source: GraphSource;
  readonly graph: Graph;
  readonly trainable: readonly TrainableShape[];
}

export async function prepareRun(
  recipe: Recipe,
  challenge: ChallengeSource,
  hooks: JobHooks,
): Promise<RunContext> {
  startPhase(hooks, 'read', 1);
  const context = await openJob(recipe, challenge, hooks.signal);
  hooks.emit({ type: 'provider', ...context.provider });
  const split = splitQuestions(context.challenge.train, recipe.data, recipe.training.seed);
  const source = graphSource(context, recipe);
  return {
    ...context,
    split,
    source,
    plan: planSteps(split.train.length, recipe),
    ...trainingGraph(source, recipe),
  };
}

/** What a recipe's adapter attaches to. */
export function graphSource(context: JobContext, { lora }: Recipe): GraphSource {
  const modules = matchModules(context.model.linears, lora);
  const settings = { r: lora.r, alpha: lora.alpha, useRslora: false };
  const { provider, dtype } = context.provider;
  return { ...context, provider, dtype, lora: { modules, settings } };
}

function trainingGraph(
  source: GraphSource,
  { lora, training }: Recipe,
): { graph: Graph; trainable: TrainableShape[] } {
  const index = new Map(source.model.linears.map(({ path }, i) => [path, i]));
  const keys = (path: string, inFeatures: number) => columnKeys(training.seed, index.get(path)!, inFeatures);
  return buildTrainingGraph(source, {
    dropout: lora.dropout > 0 ? { rate: lora.dropout, columnKeys: keys } : null,
    recompute: training.gradientCheckpointing,
    smoothing: training.labelSmoothing > 0 ? training.smoothingOver : 'none',
  });
}
