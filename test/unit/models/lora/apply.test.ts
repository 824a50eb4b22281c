import { beforeAll, expect, test } from 'vitest';
import { createBuilder } from '../../../../src-main/graph/builder.ts';
import {
  addConstant,
  addInput,
  addOutput,
  createGraph,
  type Graph,
} from '../../../../src-main/graph/graph.ts';
import type { LinearModule } from '../../../../src-main/models/family.ts';
import { applyLora } from '../../../../src-main/models/lora/apply.ts';
import { createSession } from '../../../../src-main/runtime/session.ts';
import { columnKeys, rowKeys } from '../../../../src-main/train/dropout-keys.ts';

const [rows, width] = [64, 32];
const module = (path: string, reads: string): LinearModule => ({
  path,
  weight: path,
  inFeatures: width,
  outFeatures: width,
  rows: 'text',
  reads,
  pad: null,
});
const modules = [module('q', 'normed'), module('k', 'normed'), module('o', 'mixed')];

/** What adapters of rank `width` with A = a·1 and B = 1 add to Linears that return 0 and read ones; v has no adapter. */
let graph: Graph;
const added: Record<string, Float32Array> = {};

beforeAll(async () => {
  graph = createGraph('adapters');
  const g = createBuilder(graph);
  const constant = (shape: readonly [number, number], of: (row: number, column: number) => number) =>
    addConstant(
      graph,
      'f32',
      shape,
      Float32Array.from({ length: shape[0] * shape[1] }, (_, i) =>
        of(Math.floor(i / shape[1]), i % shape[1]),
      ),
    );
  const sizes: Record<string, number> = { 'q.lora_A.weight': 1, 'k.lora_A.weight': 2, 'o.lora_A.weight': 1 };
  const adapt = applyLora(g, {
    modules,
    settings: { r: width, alpha: width, useRslora: false },
    dropout: { rate: 0.25, columnKeys: (of, count) => columnKeys(1, of, count) },
    // Factors of several modules one on top of another.
    parameters: (names, shape) =>
      constant(shape, (row, column) =>
        row % width === column ? (sizes[names[Math.floor(row / width)]!] ?? 1) : 0,
      ),
    input: (name, dtype, shape) => addInput(graph, name, dtype, shape),
  });
  const x = addInput(graph, 'x', 'f32', ['rows', width]);
  const base = g.scale(x, 0);
  const of = (...paths: string[]) =>
    adapt(
      x,
      paths.map((path) => ({ path, base })),
    ).forEach((y, i) => addOutput(graph, paths[i]!, y));
  of('q', 'v', 'k');
  of('o');
  const session = await createSession(graph, { provider: 'cpu' });
  const rowIds = { rows: Uint32Array.from({ length: rows }, (_, i) => i) };
  const outputs = await session.run({
    ...rowKeys(graph, rowIds, { seed: 1, step: 0, micro: 0 }),
    x: { data: new Float32Array(rows * width).fill(1), shape: [rows, width] },
  });
  await session.dispose();
  for (const [name, { data }] of Object.entries(outputs)) added[name] = data as Float32Array;
});

test('modules that read one value see it through one mask, each by its own factors', () => {
  expect(added['k']).toEqual(added['q']!.map((value) => 2 * value));
  expect(new Set(added['v'])).toEqual(new Set([0]));
});

test('what is kept is scaled up by the rate, and about so much is kept', () => {
  const kept = added['q']!.filter((value) => value !== 0);
  for (const value of kept) expect(value).toBeCloseTo(1 / 0.75, 5);
  expect(Math.abs(kept.length / (rows * width) - 0.75)).toBeLessThan(
    4 * Math.sqrt((0.75 * 0.25) / (rows * width)),
  );
});

test('another value has a mask of its own', () => {
  const same = added['o']!.filter((value, i) => value === added['q']![i]).length;
  // Both kept or both dropped.
  const chance = 0.75 ** 2 + 0.25 ** 2;
  expect(Math.abs(same / (rows * width) - chance)).toBeLessThan(
    5 * Math.sqrt((chance * (1 - chance)) / (rows * width)),
  );
});

test('one mask and one product with all A of a value', () => {
  const count = (op: string) => graph.nodes.filter((node) => node.op === op).length;
  expect(count('Slice')).toBe(2);
  // The mask's own; an A for each value; a B for each module.
  expect(count('Gemm')).toBe(1 + 2 + 3);
});
