import { QuartetError } from '../common/errors.ts';
import type { Preflight } from '../contract/index.ts';
import { startEngine } from '../engine/client.ts';
import type { EngineEvent } from '../engine/contract.ts';
import { lastTrainingStep } from '../history/curves.ts';
import { listRuns } from '../history/runs.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { openKnownChallenge, questionsOf } from './challenge-browser.ts';
import type { Services } from './context.ts';
import { modelFolder } from './models.ts';
import { storedRecipe } from './recipes.ts';

/** Asks an engine what a run would be, without starting it. Errors: what the engine says, CANCELLED by the signal. */
export async function preflightRun(
  services: Services,
  challengeId: string,
  recipe: Recipe,
  signal?: AbortSignal,
): Promise<Preflight> {
  const { challenge, source } = await openKnownChallenge(services, challengeId);
  const model = { ...recipe.model, folder: modelFolder(services.resources, recipe.model.folder) };
  const job = { kind: 'preflight', challenge: source, recipe: { ...recipe, model } } as const;
  const { engineEntry: entry, execPath } = services;
  let provider: Extract<EngineEvent, { type: 'provider' }> | null = null;
  for await (const event of startEngine(job, { entry, execPath, kill: signal }).events) {
    if (event.type === 'provider') provider = event;
    if (event.type === 'failed') throw new QuartetError('ENGINE', event.message);
    if (event.type === 'stopped') throw new QuartetError('CANCELLED', event.message);
    if (event.type !== 'preflight') continue;
    const { questionId, learningRates, prompt, warnings, refusals, ...plan } = event.preflight;
    return {
      ...plan,
      question: questionsOf(challenge, 'train').find(({ id }) => id === questionId) ?? null,
      learningRates: [...learningRates],
      prompt: [...prompt],
      warnings: [...warnings],
      refusals: [...refusals],
      provider: provider?.provider ?? null,
      providerReason: provider?.reason ?? null,
      estimate: estimate(services, recipe, plan.optimizerSteps),
    };
  }
  throw new QuartetError('ENGINE', 'The engine ended without an answer.');
}

/** Scales the newest finished run that is alike in what decides time and memory; evaluation is taken to scale with it. */
function estimate({ history }: Services, recipe: Recipe, steps: number): Preflight['estimate'] {
  const alike = listRuns(history, 'done').find(
    (run) =>
      run.kind === 'train' &&
      run.trainSeconds !== null &&
      costOf(storedRecipe(run.recipe)) === costOf(recipe),
  );
  const done = alike && lastTrainingStep(history, alike.id);
  if (!done || alike.trainSeconds === null) return null;
  return {
    seconds: (alike.trainSeconds / done) * steps,
    peakRssMb: alike.peakRssMb ?? 0,
    from: alike.name,
  };
}

function costOf({ model, picture, lora, training }: Recipe): string {
  const { batchSize, accumulation, supervise, gradientCheckpointing } = training;
  return JSON.stringify([
    model,
    picture,
    lora.vision,
    lora.targetModules,
    batchSize,
    accumulation,
    supervise,
    gradientCheckpointing,
  ]);
}
