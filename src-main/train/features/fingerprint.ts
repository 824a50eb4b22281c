import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { fromSystemError } from '../../common/errors.ts';
import { rawBytes } from '../../common/raw-bytes.ts';
import { valuesRead, type Graph } from '../../graph/graph.ts';
import { encodeModel } from '../../graph/onnx/encode.ts';
import type { Feeds } from '../../runtime/tensor.ts';
import { runtimeVersion } from '../../common/cuda-version.ts';
import type { GraphSource } from '../graphs.ts';

/**
 * SHA-256 of all that decides a tower's features but the picture: its graph, the bytes of its weights, the provider and
 * ONNX Runtime's version. So a snapshot that changed, another precision or a newer Quartet never meets older features.
 */
export async function towerFingerprint(
  graph: Graph,
  { provider, dtype, snapshot }: Pick<GraphSource, 'provider' | 'dtype' | 'snapshot'>,
): Promise<string> {
  const hash = createHash('sha256')
    .update(`${provider} ${dtype} ${runtimeVersion}`)
    .update(encodeModel(graph));
  for (const { file, offset, length } of weightRanges(graph)) {
    const path = join(snapshot.weights.folder, file);
    try {
      for await (const part of createReadStream(path, { start: offset, end: offset + length - 1 }))
        hash.update(part as Buffer);
    } catch (error) {
      throw fromSystemError(error, 'cannot-read', path);
    }
  }
  return hash.digest('hex');
}

function weightRanges({ nodes }: Graph) {
  const read = new Set(nodes.flatMap(valuesRead));
  return [...read].flatMap(({ source }) => (source.kind === 'weight' ? [source.range] : []));
}

/** SHA-256 of what a tower is fed of a picture. */
export function pictureKey(feeds: Feeds): string {
  const hash = createHash('sha256');
  for (const [name, { data, shape }] of Object.entries(feeds))
    hash.update(`${name} ${shape.join(' ')}\n`).update(rawBytes(data));
  return hash.digest('hex');
}
