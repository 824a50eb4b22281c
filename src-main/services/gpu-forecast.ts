import { QuartetError } from '../common/errors.ts';
import type { ChallengeSource } from '../data/challenge.ts';
import { startEngine } from '../engine/client.ts';
import type { GpuForecast } from '../engine/contract.ts';
import { hostMessage } from '../messages/host-messages.ts';
import type { Recipe } from '../recipe/recipe.ts';
import type { Services } from './context.ts';
import { engineOf } from './engine-of.ts';
import { modelFolder } from './models.ts';

/** What a recipe is forecast for; `freeMb` is the memory of a GPU that is planned for, null: of the one that is here. */
export interface ForecastRequest {
  readonly challenge: ChallengeSource;
  readonly recipe: Recipe;
  readonly freeMb: number | null;
}

/** Asks an engine what a recipe would take of a GPU; null where it asks for the CPU. Errors: NOT_FOUND for the model, what the engine says, CANCELLED. */
export async function forecastGpuMemory(
  services: Services,
  { challenge, recipe, freeMb }: ForecastRequest,
  signal?: AbortSignal,
): Promise<GpuForecast | null> {
  const model = { ...recipe.model, folder: modelFolder(services, recipe.model.folder) };
  const job = { kind: 'forecast', challenge, recipe: { ...recipe, model }, freeMb } as const;
  for await (const event of startEngine(job, { ...engineOf(services), kill: signal }).events) {
    if (event.type === 'forecast') return event.forecast;
    if (event.type === 'failed') throw new QuartetError('ENGINE', event.message);
    if (event.type === 'stopped') throw new QuartetError('CANCELLED', event.message);
  }
  throw new QuartetError('ENGINE', hostMessage('engine-without-answer', {}));
}
