import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { QuartetError, fromSystemError } from '../common/errors.ts';
import { isJsonObject, readJsonObject, type JsonObject } from '../common/json-file.ts';
import { hostMessage } from '../messages/host-messages.ts';
import { readHeader, type TensorEntry } from './safetensors.ts';
import { unfinishedDownload } from './unfinished-download.ts';
import { locateWeights, type WeightFiles } from './weight-files.ts';

/** A Hugging Face snapshot folder, opened: config.json as it is, and where each tensor lies; no weight is read yet. */
export interface Snapshot {
  readonly folder: string;
  readonly config: JsonObject;
  readonly tensors: ReadonlyMap<string, TensorEntry>;
  readonly weights: WeightFiles;
}

const singleFile = 'model.safetensors';
const indexFile = 'model.safetensors.index.json';

/** Opens a snapshot of one safetensors file or of shards; what is missing is NOT_FOUND, what is damaged INVALID_INPUT. */
export async function openSnapshot(folder: string): Promise<Snapshot> {
  try {
    return await open(folder);
  } catch (error) {
    const lacks = error instanceof QuartetError && error.code === 'NOT_FOUND';
    throw (lacks && unfinishedDownload(folder)) || error;
  }
}

async function open(folder: string): Promise<Snapshot> {
  const files = new Set(await listFolder(folder));
  if (!files.has('config.json')) throw missing(folder, 'config.json');
  const config = await readJsonObject(join(folder, 'config.json'));
  const tensors = await openWeights(folder, files);
  const weights = await locateWeights([...new Set([...tensors.values()].map(({ file }) => file))]);
  return { folder, config, tensors, weights };
}

async function openWeights(
  folder: string,
  files: ReadonlySet<string>,
): Promise<ReadonlyMap<string, TensorEntry>> {
  // An index wins over a single file, as in transformers' own order, only when the single file is absent.
  if (files.has(singleFile)) return (await readHeader(join(folder, singleFile))).tensors;
  if (files.has(indexFile)) return openShards(folder, files);
  throw missing(folder, `${singleFile} (${indexFile})`, files);
}

async function listFolder(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: unknown) => {
    throw fromSystemError(error, 'cannot-open', folder);
  });
}

async function openShards(folder: string, files: ReadonlySet<string>): Promise<Map<string, TensorEntry>> {
  const weightMap = await readWeightMap(join(folder, indexFile));
  const shards = [...new Set(weightMap.values())].sort();
  const absent = shards.filter((shard) => !files.has(shard));
  if (absent.length > 0) throw missing(folder, absent.join(', '));
  const headers = new Map<string, ReadonlyMap<string, TensorEntry>>();
  for (const shard of shards) headers.set(shard, (await readHeader(join(folder, shard))).tensors);
  const tensors = new Map<string, TensorEntry>();
  for (const [name, shard] of weightMap) {
    const entry = headers.get(shard)?.get(name);
    if (!entry)
      throw new QuartetError(
        'INVALID_INPUT',
        hostMessage('tensor-not-in-shard', { file: join(folder, shard), tensor: name, index: indexFile }),
      );
    tensors.set(name, entry);
  }
  return tensors;
}

async function readWeightMap(file: string): Promise<Map<string, string>> {
  const { weight_map: weightMap } = await readJsonObject(file);
  if (!isJsonObject(weightMap))
    throw new QuartetError('INVALID_INPUT', hostMessage('no-weight-map', { file }));
  const shards = new Map<string, string>();
  for (const [name, shard] of Object.entries(weightMap)) {
    if (typeof shard !== 'string' || shard !== basename(shard))
      throw new QuartetError(
        'INVALID_INPUT',
        hostMessage('odd-shard-name', { file, tensor: name, shard: JSON.stringify(shard) }),
      );
    shards.set(name, shard);
  }
  return shards;
}

function missing(folder: string, names: string, files?: ReadonlySet<string>): QuartetError {
  const pickled = files && [...files].some((name) => name.endsWith('.bin') || name.endsWith('.pt'));
  const message = pickled
    ? hostMessage('model-in-pytorch', { folder })
    : hostMessage('model-lacks', { folder, names });
  return new QuartetError('NOT_FOUND', message);
}
