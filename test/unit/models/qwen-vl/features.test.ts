import { expect, test } from 'vitest';
import { createBuilder } from '../../../../src-main/graph/builder.ts';
import { addOutput, createGraph } from '../../../../src-main/graph/graph.ts';
import type { Snapshot } from '../../../../src-main/data/snapshot.ts';
import { createNetwork } from '../../../../src-main/models/network.ts';
import { featureFeeds, fedFeatures } from '../../../../src-main/models/qwen-vl/features.ts';
import { createSession } from '../../../../src-main/runtime/session.ts';

const grid = { gridHeight: 2, gridWidth: 2 };
const snapshot: Snapshot = {
  folder: '/nowhere',
  config: {},
  tensors: new Map(),
  weights: { folder: '/nowhere', locations: new Map() },
};

test('every bf16 number arrives as it was computed', async () => {
  const graph = createGraph('bits');
  const g = createBuilder(graph);
  const net = createNetwork({ g, snapshot, dtype: 'bf16', pictures: 'features' });
  addOutput(graph, 'values', g.cast(fedFeatures(net, 256), 'f32'));
  const session = await createSession(graph, { provider: 'cpu' });
  const bits = Uint16Array.from({ length: 2 ** 16 }, (_, i) => i);
  const feeds = featureFeeds([{ ...grid, features: bits }], 256, { imageTokens: 256 });
  const { values } = await session.run(feeds);
  await session.dispose();
  // bf16 is the upper half of f32 (IEEE 754), so its number has the same bits with zeros behind.
  const wanted = new Float32Array(Uint32Array.from(bits, (half) => half << 16).buffer);
  const differ = wanted.findIndex((value, i) => !Object.is(value, values!.data[i]));
  expect(differ).toBe(-1);
});

test('pictures lie one after another, with zeros where a batch has fewer than the run', () => {
  const features = [Float32Array.of(1, 2, 3, 4), Float32Array.of(5, 6)];
  const fed = featureFeeds(
    features.map((values) => ({ ...grid, features: values })),
    2,
    { imageTokens: 5 },
  );
  expect(fed).toEqual({
    features: { data: Float32Array.of(1, 2, 3, 4, 5, 6, 0, 0, 0, 0), shape: [5, 2] },
  });
});

test('pixels where features belong are a defect that is named', () => {
  const picture = { ...grid, pixels: new Uint8Array(12) };
  expect(() => featureFeeds([picture], 2, { imageTokens: 1 })).toThrow(
    /features of pictures, not their pixels/,
  );
});
