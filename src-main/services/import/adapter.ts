import { copyFile, mkdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { fromSystemError, QuartetError } from '../../common/errors.ts';
import { uuidOf } from '../../common/uuid.ts';
import { readBaseQuantization } from '../../data/adapter-card.ts';
import { readPeftConfig, type PeftConfig } from '../../data/peft-config.ts';
import { readHeader } from '../../data/safetensors.ts';
import { getRun } from '../../history/runs.ts';
import { fields } from '../../recipe/fields.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import { openKnownChallenge } from '../challenge-browser.ts';
import type { Services } from '../context.ts';
import { identifyModel } from '../models.ts';
import { freeName } from '../runs/create.ts';
import type { RunDocument } from '../runs/document.ts';
import { loadRun } from '../runs/store.ts';
import { documentFromElsewhere, type Provenance } from './elsewhere.ts';
import { landRun } from './land.ts';
import { adapterFilesIn, hashFile } from './run-content.ts';
import { withStaging } from './staging.ts';
import { hostMessage } from '../../messages/host-messages.ts';

/** A PEFT adapter folder, and what is told with it. */
export interface ToldAdapter extends Provenance {
  readonly folder: string;
  readonly challengeId: string;
  /** How it is to be asked: prompt, picture size, answering; the rest stands in for what nobody knows. */
  readonly recipe: Recipe;
  /** The snapshot folder of its base model on this machine; null where it is not here yet. */
  readonly modelFolder: string | null;
}

const weightsName = 'adapter_model.safetensors';

/** Reads an adapter folder and changes nothing. Errors: NOT_FOUND, INVALID_INPUT for a damaged file, UNSUPPORTED for what PEFT can and Quartet cannot. */
export async function inspectAdapter(
  services: Services,
  told: ToldAdapter,
): Promise<{ run: RunDocument; verdict: 'new' | 'here' }> {
  const { challenge, source } = await openKnownChallenge(services, told.challengeId);
  const config = await readPeftConfig(told.folder);
  const weights = join(told.folder, weightsName);
  const vision = await adaptsVision(weights, config);
  const id = uuidOf(JSON.stringify(['adapter', told.challengeId, await hashFile(weights)]));
  if (getRun(services.history, id)) return { run: await loadRun(services, id), verdict: 'here' };
  const quantization = await readBaseQuantization(told.folder);
  const recipe = recipeOf(told, config, { vision, quantization });
  const model = await modelOf(services, told.modelFolder, config);
  const { sha256, name } = challenge;
  const run = documentFromElsewhere(
    {
      id,
      kind: 'adapter',
      name: freeName(services, basename(resolve(told.folder))),
      challenge: { name, sha256, source },
      recipe,
      unknownFields: unknownPaths,
      model,
      warnings: quantization === 'other' ? [hostMessage('adapter-other-quantization', {})] : [],
    },
    told,
  );
  return { run, verdict: 'new' };
}

/** Keeps an adapter as a run that can answer; nothing is answered yet. */
export async function importAdapter(
  services: Services,
  told: ToldAdapter,
): Promise<{ run: RunDocument; verdict: 'new' | 'here' }> {
  const found = await inspectAdapter(services, told);
  if (found.verdict === 'here') return found;
  await withStaging(services.paths, (place) =>
    landRun(services, found.run, place, async ({ adapter }) => {
      await mkdir(adapter);
      for (const file of adapterFilesIn(told.folder))
        await copyFile(join(told.folder, file), join(adapter, file)).catch((error: unknown) => {
          throw fromSystemError(error, 'cannot-copy', join(told.folder, file));
        });
    }),
  );
  return found;
}

/** How a model is trained is written nowhere in an adapter. */
const unknownPaths = fields.map(({ path }) => path).filter((path) => /^(data|training)\./.test(path));

/** Whether the file holds factors for the vision tower. Errors: INVALID_INPUT for one without factors, or with another rank than its configuration's. */
async function adaptsVision(file: string, { r }: PeftConfig): Promise<boolean> {
  const { tensors } = await readHeader(file);
  const factors = [...tensors].filter(([key]) => /\.lora_A\.(default\.)?weight$/.test(key));
  if (factors.length === 0) throw new QuartetError('INVALID_INPUT', hostMessage('no-lora-factors', { file }));
  const odd = factors.find(([, { shape }]) => shape[0] !== r);
  if (odd)
    throw new QuartetError(
      'INVALID_INPUT',
      hostMessage('other-rank', { file, tensor: odd[0], rank: String(odd[1].shape[0]), r }),
    );
  return factors.some(([key]) => /\.visual\./.test(key));
}

function recipeOf(
  { recipe, modelFolder }: ToldAdapter,
  config: PeftConfig,
  {
    vision,
    quantization,
  }: { readonly vision: boolean; readonly quantization: Awaited<ReturnType<typeof readBaseQuantization>> },
): Recipe {
  const folder = modelFolder ?? config.baseModel ?? recipe.model.folder;
  // An adapter answers with the base that it learned beside.
  const precision = quantization === null || quantization === 'other' ? recipe.model.precision : quantization;
  const pattern = (value: readonly string[] | string): string[] | string =>
    typeof value === 'string' ? value : [...value];
  return {
    ...recipe,
    model: { folder, precision },
    lora: {
      r: config.r,
      alpha: config.alpha,
      dropout: config.dropout,
      targetModules: pattern(config.targetModules ?? recipe.lora.targetModules),
      excludeModules: config.excludeModules === null ? null : pattern(config.excludeModules),
      vision,
    },
  };
}

async function modelOf(
  services: Services,
  folder: string | null,
  { baseModel }: PeftConfig,
): Promise<RunDocument['model']> {
  if (folder === null) return { name: basename(baseModel ?? ''), fingerprint: '' };
  const { name, fingerprint } = await identifyModel(services, folder);
  return { name, fingerprint };
}
