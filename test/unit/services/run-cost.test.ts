import { expect, test } from 'vitest';
import {
  adapterSize,
  forwardFlops,
  modelShape,
  totalMemory,
  trainingFlops,
  trainingMemory,
} from '../../../src-main/services/run-cost.ts';
import { inspectModel } from '../../../src-main/services/model-inspect.ts';
import { homePaths } from '../../../src-main/common/paths.ts';
import { readJsonObject } from '../../../src-main/common/json-file.ts';
import { join } from 'node:path';

const resources = join(import.meta.dirname, '../../../resources');
const { parameters } = await inspectModel({ resources, paths: homePaths('/nowhere') }, 'tiny-vl');
const small = modelShape(await readJsonObject(join(resources, 'tiny-vl/config.json')), parameters)!;

const run = {
  tokens: 79,
  pictureTokens: 16,
  batchSize: 16,
  trainable: 300_000,
  gradientCheckpointing: false,
  ema: false,
};

const f32 = { bytes: 4, fourBit: null } as const;

test.each([
  // Batch, tokens, picture tokens and the MiB that docs/performance.md measured for training.
  [1, 79, 16, 318],
  [16, 79, 16, 462],
  [32, 79, 16, 656],
  [16, 274, 16, 894],
  [16, 530, 16, 1650],
])('batch %i of %i tokens: near the measured memory', (batchSize, tokens, pictureTokens, measured) => {
  const estimate = totalMemory(trainingMemory(small, { ...run, batchSize, tokens, pictureTokens }, f32));
  expect(estimate / measured).toBeGreaterThan(0.75);
  expect(estimate / measured).toBeLessThan(1.25);
});

test('half the bytes, half the weights; recomputing keeps less and costs a third pass', () => {
  const [whole, half] = [
    trainingMemory(small, run, f32),
    trainingMemory(small, run, { bytes: 2, fourBit: null }),
  ];
  expect(half.weights).toBe(whole.weights / 2);
  expect(half.adapter).toBe(whole.adapter);
  const recomputed = { ...run, gradientCheckpointing: true };
  expect(trainingMemory(small, recomputed, f32).activations).toBeLessThan(whole.activations / 2);
  expect(trainingFlops(small, recomputed)).toBe(1.5 * trainingFlops(small, run));
});

test('matrices in 4 bits take half a byte a number and their magnitudes; the rest stays as it is', () => {
  const tower = { layers: 1, hidden: 128, intermediate: 256, heads: 1, keys: 128 };
  // q, k, v, o 128·128 each, gate, up, down 128·256 each: 163,840 numbers in 2,560 blocks; 1,000 others.
  const model = { parameters: 164_840, text: tower, vision: null, patchesPerToken: 4 };
  const bytes = (fourBit: 'nf4' | 'nf4-double-quant') =>
    trainingMemory(model, run, { bytes: 2, fourBit }).weights * 2 ** 20;
  expect(bytes('nf4')).toBeCloseTo(81_920 + 4 * 2560 + 2 * 1000, 6);
  // Of the magnitudes a byte each, and a number for every 256.
  expect(bytes('nf4-double-quant')).toBeCloseTo(81_920 + 2560 + 4 * 10 + 2 * 1000, 6);
});

test('operations and adapter of a model small enough to count by hand', () => {
  const tower = { layers: 1, hidden: 2, intermediate: 3, heads: 1, keys: 1 };
  const model = { parameters: 0, text: tower, vision: null, patchesPerToken: 4 };
  // q and o 2·2 each, k and v 2·1 each, gate, up and down 2·3 each: 8 + 4 + 18 multiply-adds a token.
  expect(forwardFlops(model, { tokens: 10, pictureTokens: 0 })).toBe(10 * 2 * 30);
  // A is r × in and B out × r: q, o 4 each; k, v 3 each; gate, up, down 5 each.
  expect(adapterSize(model, 1)).toBe(4 + 4 + 3 + 3 + 5 + 5 + 5);
});

test('the tower of Qwen2-VL is as wide as embed_dim, not as its hidden_size', () => {
  const sizes = {
    hidden_size: 1536,
    intermediate_size: 8960,
    num_hidden_layers: 28,
    num_attention_heads: 12,
  };
  const tower = { depth: 32, embed_dim: 1280, mlp_ratio: 4, num_heads: 16, hidden_size: 1536 };
  expect(modelShape({ ...sizes, vision_config: tower }, 1)?.vision).toEqual({
    layers: 32,
    hidden: 1280,
    intermediate: 5120,
    heads: 16,
    keys: 1280,
  });
});
