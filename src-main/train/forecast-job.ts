import type { Job } from '../engine/contract.ts';
import type { Recipe } from '../recipe/recipe.ts';
import type { ChosenProvider } from '../runtime/providers.ts';
import { checkGpuMemory, freeMemoryFor, memoryRefusal, toldMemory } from './gpu-memory/check.ts';
import type { JobHooks } from './hooks.ts';
import { prepareRun } from './prepare-run.ts';

/** What a recipe would take of a GPU that need not be in this machine: nothing is loaded, no picture but one is decoded. */
export async function forecastJob(
  { recipe, challenge, freeMb }: Extract<Job, { kind: 'forecast' }>,
  hooks: JobHooks,
): Promise<void> {
  const provider = plannedProvider(recipe.model.precision);
  if (provider === null) return hooks.emit({ type: 'forecast', forecast: null });
  const context = await prepareRun(recipe, challenge, hooks, provider);
  try {
    const fit = await checkGpuMemory(context, freeMb ?? (await freeMemoryFor(context, hooks.signal)));
    const forecast = fit && {
      ...toldMemory(fit),
      provider: provider.provider,
      fits: fit.fits,
      refusal: memoryRefusal(fit),
    };
    hooks.emit({ type: 'forecast', forecast });
  } finally {
    await context.dispose();
  }
}

/** The GPU provider that a precision is meant for, whatever this machine has; null for f32, which is the CPU's. */
function plannedProvider(
  precision: Recipe['model']['precision'],
): (ChosenProvider & { readonly provider: 'cuda' | 'webgpu' }) | null {
  if (precision === 'f32') return null;
  return precision === 'f16'
    ? { provider: 'webgpu', dtype: 'f16', reason: '' }
    : { provider: 'cuda', dtype: 'bf16', reason: '' };
}
