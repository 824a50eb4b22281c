import { QuartetError } from '../common/errors.ts';
import type { Preflight } from '../contract/index.ts';
import { startEngine } from '../engine/client.ts';
import type { EngineEvent } from '../engine/contract.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { openKnownChallenge, questionsOf } from './challenge-browser.ts';
import type { Services } from './context.ts';
import { engineOf } from './engine-of.ts';
import { modelFolder } from './models.ts';
import { estimateRun } from './run-estimate.ts';
import { hostMessage } from '../messages/host-messages.ts';

/** Asks an engine what a run would be, without starting it. Errors: what the engine says, CANCELLED by the signal. */
export async function preflightRun(
  services: Services,
  { challengeId, recipe }: { readonly challengeId: string; readonly recipe: Recipe },
  productRate: (provider: string) => number | null,
  signal?: AbortSignal,
): Promise<Preflight> {
  const { challenge, source } = await openKnownChallenge(services, challengeId);
  const model = { ...recipe.model, folder: modelFolder(services, recipe.model.folder) };
  const job = { kind: 'preflight', challenge: source, recipe: { ...recipe, model } } as const;
  let provider: Extract<EngineEvent, { type: 'provider' }> | null = null;
  for await (const event of startEngine(job, { ...engineOf(services), kill: signal }).events) {
    if (event.type === 'provider') provider = event;
    if (event.type === 'failed') throw new QuartetError('ENGINE', event.message);
    if (event.type === 'stopped') throw new QuartetError('CANCELLED', event.message);
    if (event.type !== 'preflight') continue;
    const { questionId, learningRates, prompt, warnings, refusals, ...plan } = event.preflight;
    const chosen = provider?.provider ?? 'cpu';
    const run = {
      ...plan,
      testSamples: challenge.test.length,
      gflops: productRate(chosen),
      provider: chosen,
    };
    return {
      ...plan,
      question: questionsOf(challenge, 'train').find(({ id }) => id === questionId) ?? null,
      learningRates: [...learningRates],
      prompt: [...prompt],
      warnings: [...warnings],
      refusals: [...refusals],
      provider: provider?.provider ?? null,
      providerReason: provider?.reason ?? null,
      ...(await estimateRun(services, recipe, run)),
    };
  }
  throw new QuartetError('ENGINE', hostMessage('engine-without-answer', {}));
}
