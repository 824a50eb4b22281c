import { join } from 'node:path';
import { z } from 'zod';
import { QuartetError } from '../../common/errors.ts';
import { isJsonObject, readOptionalJsonObject, type JsonObject } from '../../common/json-file.ts';
import { hostMessage } from '../../messages/host-messages.ts';

/** How pictures become patches; pixel limits are areas, means and deviations are of [0, 1] values. */
export interface ProcessorConfig {
  readonly minPixels: number;
  readonly maxPixels: number;
  readonly patchSize: number;
  readonly mergeSize: number;
  readonly temporalPatchSize: number;
  readonly rescaleFactor: number;
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
}

const triple = z.tuple([z.number(), z.number(), z.number()]);
const area = z.int().positive();

/** preprocessor_config.json as the hub has it (min_pixels) and as transformers 5 writes it (size). */
const configSchema = z.object({
  min_pixels: area.nullish(),
  max_pixels: area.nullish(),
  size: z.object({ shortest_edge: area.nullish(), longest_edge: area.nullish() }).nullish(),
  patch_size: z.int().positive(),
  merge_size: z.int().positive(),
  temporal_patch_size: z.int().positive(),
  image_mean: triple,
  image_std: triple,
  rescale_factor: z.number().default(1 / 255),
  // Anything else would need other code: refused rather than ignored.
  do_rescale: z.literal(true).default(true),
  do_normalize: z.literal(true).default(true),
  do_resize: z.literal(true).default(true),
  resample: z.literal(3, 'only bicubic resampling (3) is supported').default(3),
});

/** Reads a snapshot's preprocessor_config.json, or the image part of its processor_config.json; errors name file and field. */
export async function loadProcessorConfig(folder: string): Promise<ProcessorConfig> {
  const { file, json } = await readConfig(folder);
  const result = configSchema.safeParse(json);
  if (!result.success)
    throw new QuartetError(
      'INVALID_INPUT',
      hostMessage('processor-invalid', { file, problems: z.prettifyError(result.error) }),
      { cause: result.error },
    );
  const config = result.data;
  const minPixels = config.min_pixels ?? config.size?.shortest_edge;
  const maxPixels = config.max_pixels ?? config.size?.longest_edge;
  if (!minPixels || !maxPixels) throw new QuartetError('INVALID_INPUT', hostMessage('no-pixels', { file }));
  return {
    minPixels,
    maxPixels,
    patchSize: config.patch_size,
    mergeSize: config.merge_size,
    temporalPatchSize: config.temporal_patch_size,
    rescaleFactor: config.rescale_factor,
    mean: config.image_mean,
    std: config.image_std,
  };
}

async function readConfig(folder: string): Promise<{ file: string; json: JsonObject }> {
  const own = join(folder, 'preprocessor_config.json');
  const shared = join(folder, 'processor_config.json');
  const ownJson = await readOptionalJsonObject(own);
  if (ownJson) return { file: own, json: ownJson };
  const json = (await readOptionalJsonObject(shared))?.['image_processor'];
  if (isJsonObject(json)) return { file: shared, json };
  throw new QuartetError(
    'NOT_FOUND',
    hostMessage('model-lacks', { folder, names: 'preprocessor_config.json' }),
  );
}
