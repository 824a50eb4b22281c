import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { valuesRead, type Graph } from '../../src-main/graph/graph.ts';
import { createSession } from '../../src-main/runtime/session.ts';
import type { Feeds } from '../../src-main/runtime/tensor.ts';
import { collate } from '../../src-main/train/batch.ts';
import { groupFeeds, groupParameters } from '../../src-main/train/device/parameter-groups.ts';
import { buildMicroBatchGraph } from '../../src-main/train/device/graphs.ts';
import { columnKeys, rowKeys } from '../../src-main/train/dropout-keys.ts';
import { trainableShapes } from '../../src-main/train/graphs.ts';
import { openCase } from './case.ts';

// ONNX Runtime executes a graph in an order of its own, and memory depends on it: a layer's gradients must be finished
// before the backward pass goes on, and a stretch of a dropout mask is cut where it is needed.
test('layers are finished one after the other', async () => {
  const { source, model, adapter, examples, json } = await openCase('tied-22x32');
  const trainable = trainableShapes(source.lora!.modules, adapter.settings.r);
  const groups = groupParameters(trainable, source.dtype);
  const columns = (rows: 'text' | 'vision', width: number) => columnKeys(1, rows, width);
  const dropout = { rate: 0.1, columnKeys: columns };
  const options = { dropout, recompute: true, smoothing: 'none' } as const;
  const graph = buildMicroBatchGraph(source, { ...options, trainable, groups });
  const batch = collate(model, examples(0, 'answer'), { form: source.form, side: json.padding });
  const zeros = trainable.map(({ shape: [rows, columnsOf] }) => new Float32Array(rows * columnsOf));
  const ran = await orderOf(graph, source.snapshot.folder, {
    ...batch.feeds,
    ...rowKeys(graph, batch.rowIds, { seed: 1, step: 0, micro: 0 }),
    ...groupFeeds('theta', groups, zeros),
    targetWeights: { data: new Float32Array(batch.targets).fill(1), shape: [batch.targets] },
    training: { data: Uint8Array.of(1), shape: [] },
  });

  const pass = graph.nodes.find(({ name }) => name === 'mode')!.bodies!['then_branch']!;
  const sizes = new Set(groups.map(({ size }) => size));
  const gradients = pass.nodes.filter(
    ({ op, outputs }) =>
      op === 'Concat' && sizes.has(outputs[0]!.shape.reduce<number>((all, n) => all * Number(n), 1)),
  );
  expect(gradients).toHaveLength(groups.length);
  // By rows: CUDA's kernel makes and uploads an index for every place along the axis, at each run.
  for (const { outputs } of gradients) expect(Number(outputs[0]!.shape[1])).toBeGreaterThanOrEqual(16);
  // As the backward pass makes them, from the last layer down, and not all at its end.
  const finished = gradients.map(({ name }) => ran.indexOf(name));
  const gaps = finished.slice(1).map((at, i) => at - finished[i]!);
  expect(Math.min(...gaps)).toBeGreaterThan(30);

  const readers = (value: unknown) =>
    pass.nodes.filter((node) => valuesRead(node).some((input) => input === value));
  const cuts = pass.nodes.filter(({ op, inputs: [whole] }) => op === 'Slice' && whole === masks(pass));
  const spans = cuts.map(({ name, outputs }) => ({
    from: ran.indexOf(name),
    to: Math.max(...readers(outputs[0]).map((reader) => ran.indexOf(reader.name))),
  }));
  const atOnce = spans.map(({ from }) => spans.filter((span) => span.from <= from && span.to >= from).length);
  expect(cuts.length).toBeGreaterThan(12);
  expect(Math.max(...atOnce)).toBeLessThan(8);
});

/** The wide mask that most stretches are cut from. */
function masks({ nodes }: Graph): unknown {
  const sources = nodes.filter(({ op }) => op === 'Slice').map(({ inputs }) => inputs[0]);
  const times = (value: unknown) => sources.filter((source) => source === value).length;
  return sources.toSorted((a, b) => times(b) - times(a))[0];
}

/** Names of the nodes in the order in which one run executed them. */
async function orderOf(graph: Graph, folder: string, feeds: Feeds): Promise<string[]> {
  const traces = await mkdtemp(join(tmpdir(), 'quartet-order-'));
  const session = await createSession(graph, { provider: 'cpu', folder, profile: join(traces, 'run') });
  await session.run(feeds);
  await session.dispose();
  const [file] = await readdir(traces);
  const events = JSON.parse(await readFile(join(traces, file!), 'utf8')) as { name: string; ts: number }[];
  await rm(traces, { recursive: true });
  return events
    .filter(({ name }) => name.endsWith('_kernel_time'))
    .toSorted((a, b) => a.ts - b.ts)
    .map(({ name }) => name.slice(0, -'_kernel_time'.length));
}
