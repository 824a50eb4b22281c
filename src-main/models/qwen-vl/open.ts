import { join } from 'node:path';
import type { Snapshot } from '../../data/snapshot.ts';
import { resizeBicubic } from '../../data/pillow-resize.ts';
import type { Value } from '../../graph/value.ts';
import type { Model, SizedPicture } from '../family.ts';
import type { Network } from '../network.ts';
import { parseConfig, type ConfigOf, type VisionConfig } from './config.ts';
import { fedFeatures } from './features.ts';
import { createFeeder } from './feeds.ts';
import { linearModules } from './linears.ts';
import { modulePath, weightNames } from './names.ts';
import { cutPatches, smartResize } from './processor.ts';
import { loadProcessorConfig } from './processor-config.ts';
import { textModel } from './text.ts';
import type { Tower } from './tower.ts';
import { visionTower } from './vision.ts';

/** What a family of Qwen's vision-language models has of its own: its vision tower. */
export interface QwenVl<V extends VisionConfig> extends ConfigOf<V> {
  tower(vision: V): Tower;
}

/** Opens a snapshot of such a family: their text model, positions and processor are the same. */
export async function openQwenVl<V extends VisionConfig>(
  snapshot: Snapshot,
  family: QwenVl<V>,
): Promise<Model> {
  const config = parseConfig(snapshot.config, join(snapshot.folder, 'config.json'), family);
  const tower = family.tower(config.vision);
  const names = weightNames(snapshot);
  const processor = await loadProcessorConfig(snapshot.folder);
  const { patchSize, mergeSize } = config.vision;
  const headWeight = (net: Network): Value => {
    const shape = [config.vocabularySize, config.hiddenSize];
    // A tied head may be stored a second time; the embedding is what transformers uses.
    return net.weight(config.tied ? names.text('embed_tokens.weight') : names.head, shape);
  };
  const pictureFeatures = (net: Network): Value =>
    net.pictures === 'features'
      ? fedFeatures(net, config.hiddenSize)
      : visionTower(net, config, tower, processor, names);
  return {
    family: family.name,
    vocabularySize: config.vocabularySize,
    imageTokenId: config.imageTokenId,
    linears: linearModules(config, tower, names),
    modulePath,
    sizePicture: (picture, size) => sizePicture(picture, size, patchSize * mergeSize),
    preparePicture: ({ rgb, width, height }) => ({
      pixels: cutPatches(rgb, width, height, processor),
      gridHeight: height / patchSize,
      gridWidth: width / patchSize,
    }),
    pictureTokens: ({ gridHeight, gridWidth }) => (gridHeight * gridWidth) / mergeSize ** 2,
    pictureFeatures,
    hiddenStates: (net, rows) => textModel(net, config, names, pictureFeatures(net), rows),
    head: (net, rows) => logits(net, rows, headWeight(net)),
    headOf: (net, rows, tokenIds) => logits(net, rows, net.g.gather(headWeight(net), net.g.ints(tokenIds))),
    headRows: (net, tokenIds) => net.g.cast(net.g.gather(headWeight(net), tokenIds), 'f32'),
    ...createFeeder(config, tower, processor),
  };
}

/** rows·Wᵀ in f32, whatever it was computed in. */
function logits({ g }: Network, rows: Value, weight: Value): Value {
  return g.cast(g.gemm(rows, weight, { transB: true }), 'f32');
}

/** min = max pixels = size², as the team set it. */
function sizePicture({ rgb, width, height }: SizedPicture, size: number, factor: number): SizedPicture {
  const target = smartResize(height, width, { minPixels: size * size, maxPixels: size * size, factor });
  if (target.width === width && target.height === height) return { rgb, width, height };
  return { rgb: resizeBicubic(rgb, width, height, target.width, target.height), ...target };
}
