import { messageOf, QuartetError } from '../common/errors.ts';
import { isJsonObject, type JsonObject } from '../common/json-file.ts';
import type { ModelEntry, ModelSummary } from '../contract/index.ts';
import { openSnapshot } from '../data/snapshot.ts';
import { smallModelFolder } from '../recipe/small-model.ts';
import { presets } from '../recipe/presets.ts';
import { snapshotName } from './hugging-face-cache.ts';
import { modelFolder, type ModelPlaces } from './models.ts';
import { adapterSize, modelShape, totalMemory, trainingMemory } from './run-cost.ts';

const mebibyte = 2 ** 20;

/** What a snapshot folder says of itself. Errors: NOT_FOUND, INVALID_INPUT for damaged files. */
export async function inspectModel(places: ModelPlaces, name: string): Promise<ModelSummary> {
  const folder = modelFolder(places, name);
  const { config, tensors } = await openSnapshot(folder);
  const entries = [...tensors.values()];
  const parameters = entries.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  const bytes = entries.reduce((sum, { length }) => sum + length, 0);
  return {
    folder: name === smallModelFolder ? name : folder,
    name: snapshotName(folder),
    family: typeof config['model_type'] === 'string' ? config['model_type'] : 'unknown',
    parameters,
    dtypes: [...new Set(entries.map(({ dtype }) => dtype))].sort(),
    weightsMb: bytes / mebibyte,
    textLayers: numberIn(config, 'num_hidden_layers'),
    hiddenSize: numberIn(config, 'hidden_size'),
    memoryMb: { f32: (parameters * 4) / mebibyte, bf16: (parameters * 2) / mebibyte },
    trainingMb: trainingOf(config, parameters, name === smallModelFolder),
  };
}

/** Tokens of a question, its choices and the template, beside the picture's. */
const wordTokens = { small: 63, large: 130 };

/** What training takes with the preset that suits the model. */
function trainingOf(config: JsonObject, parameters: number, small: boolean): ModelSummary['trainingMb'] {
  const shape = modelShape(config, parameters);
  if (!shape) return null;
  const { picture, training, lora } = presets[small ? 'tiny-demo' : 'quartet'].recipe;
  const pictureTokens = Math.round((picture.size / 28) ** 2);
  const { batchSize, ema } = training;
  const gradientCheckpointing = training.gradientCheckpointing === true;
  const tokens = pictureTokens + wordTokens[small ? 'small' : 'large'];
  const trainable = adapterSize(shape, lora.r);
  const run = { tokens, pictureTokens, batchSize, trainable, gradientCheckpointing, ema: ema !== null };
  const at = (bytes: 2 | 4): number =>
    Math.round(totalMemory(trainingMemory(shape, run, { bytes, fourBit: null })));
  return { f32: at(4), bf16: at(2), tokens, batchSize };
}

/** Newer snapshots keep the language model's sizes in `text_config`. */
function numberIn(config: JsonObject, name: string): number | null {
  const text = config['text_config'];
  const value = (isJsonObject(text) ? text[name] : undefined) ?? config[name];
  return typeof value === 'number' ? value : null;
}

/** The shipped model and the folders of the list, each with what was found in it or what is wrong. */
export async function modelEntries(places: ModelPlaces, folders: readonly string[]): Promise<ModelEntry[]> {
  return Promise.all(
    [smallModelFolder, ...folders].map(async (folder) => {
      try {
        return { folder, model: await inspectModel(places, folder), problem: null };
      } catch (error) {
        if (!(error instanceof QuartetError)) throw error;
        return { folder, model: null, problem: messageOf(error) };
      }
    }),
  );
}
