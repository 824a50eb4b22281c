import { join } from 'node:path';
import type { Snapshot } from '../../data/snapshot.ts';
import { resizeBicubic } from '../../data/pillow-resize.ts';
import type { Value } from '../../graph/value.ts';
import type { Family, Model, SizedPicture } from '../family.ts';
import type { Network } from '../network.ts';
import { parseConfig } from './config.ts';
import { createFeeder } from './feeds.ts';
import { linearModules } from './linears.ts';
import { modulePath, weightNames } from './names.ts';
import { cutPatches, smartResize } from './processor.ts';
import { loadProcessorConfig } from './processor-config.ts';
import { textModel } from './text.ts';
import { visionTower } from './vision.ts';

/** Qwen2.5-VL (Bai et al. 2025), from any snapshot whose config.json says `qwen2_5_vl`. */
export const qwen25Vl: Family = { name: 'Qwen2.5-VL', modelTypes: ['qwen2_5_vl'], open };

async function open(snapshot: Snapshot): Promise<Model> {
  const config = parseConfig(snapshot.config, join(snapshot.folder, 'config.json'));
  const names = weightNames(snapshot);
  const processor = await loadProcessorConfig(snapshot.folder);
  const { patchSize, mergeSize } = config.vision;
  const headWeight = (net: Network): Value => {
    const shape = [config.vocabularySize, config.hiddenSize];
    // A tied head may be stored a second time; the embedding is what transformers uses.
    return net.weight(config.tied ? names.text('embed_tokens.weight') : names.head, shape);
  };
  return {
    family: qwen25Vl.name,
    vocabularySize: config.vocabularySize,
    imageTokenId: config.imageTokenId,
    linears: linearModules(config, names),
    modulePath,
    sizePicture: (picture, size) => sizePicture(picture, size, patchSize * mergeSize),
    preparePicture: ({ rgb, width, height }) => ({
      pixels: cutPatches(rgb, width, height, processor),
      gridHeight: height / patchSize,
      gridWidth: width / patchSize,
    }),
    pictureTokens: ({ width, height }) => (width * height) / (patchSize * mergeSize) ** 2,
    hiddenStates: (net, rows) =>
      textModel(net, config, names, visionTower(net, config, processor, names), rows),
    head: (net, rows) => logits(net, rows, headWeight(net)),
    headOf: (net, rows, tokenIds) => logits(net, rows, net.g.gather(headWeight(net), net.g.ints(tokenIds))),
    headRows: (net, tokenIds) => net.g.cast(net.g.gather(headWeight(net), tokenIds), 'f32'),
    ...createFeeder(config, processor),
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
