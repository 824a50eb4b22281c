import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Graph } from '../../../src-main/graph/graph.ts';
import { createArena } from '../../../src-main/graph/memory/arena.ts';
import { replay } from '../../../src-main/graph/memory/replay.ts';
import { schedule } from '../../../src-main/graph/memory/schedule.ts';
import { nf4Snapshot } from '../../../src-main/data/nf4-snapshot.ts';
import { createSession } from '../../../src-main/runtime/session.ts';
import { bindSizes } from '../../../src-main/runtime/sizes.ts';
import type { Feeds } from '../../../src-main/runtime/tensor.ts';
import { collate, collatePrompts } from '../../../src-main/train/batch.ts';
import { groupFeeds, groupParameters } from '../../../src-main/train/device/parameter-groups.ts';
import { buildMicroBatchGraph, buildUpdateGraph } from '../../../src-main/train/device/graphs.ts';
import { rowKeys } from '../../../src-main/train/dropout-keys.ts';
import { buildAnsweringGraph, buildTrainingGraph } from '../../../src-main/train/graphs.ts';
import { initialParameters } from '../../../src-main/train/initial-parameters.ts';
import { trainingOptions, type RunContext } from '../../../src-main/train/prepare-run.ts';
import { targetWeights } from '../../../src-main/train/target-weights.ts';
import { adapterFeeds } from '../../../src-main/train/tensors.ts';
import { openWorkload, promptBatches, trainingBatches } from '../../bench/workload.ts';

// ONNX Runtime's own count is the truth: its profile tells after every node how much the CPU's arena holds.

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quartet-memory-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Counted {
  readonly peak: number;
  readonly held: number;
}

const cases = [
  ['one sample', { batch: 1, words: 0, rank: 16, dropout: 0 }, false],
  ['batch 4', { batch: 4, words: 0, rank: 16, dropout: 0 }, false],
  ['batch 32', { batch: 32, words: 0, rank: 16, dropout: 0 }, false],
  ['rank 4', { batch: 8, words: 0, rank: 4, dropout: 0 }, false],
  ['rank 64 with dropout', { batch: 8, words: 0, rank: 64, dropout: 0.05 }, false],
  ['long prompts', { batch: 4, words: 200, rank: 16, dropout: 0 }, false],
  ['long prompts, recomputed', { batch: 8, words: 200, rank: 16, dropout: 0.05 }, true],
  ['recomputed', { batch: 16, words: 0, rank: 16, dropout: 0 }, true],
] as const;

describe('what a run takes of the arena', () => {
  test.each(cases)('training: %s', async (_name, varied, recompute) => {
    const context = await openWorkload(varied);
    await compare(context, ...(await training(context, recompute)));
  });

  test.each([
    ['one sample', 1, 'nf4', false],
    ['batch 16', 16, 'nf4', false],
    ['batch 8, double quantisation, recomputed', 8, 'nf4-double-quant', true],
  ] as const)('training on 4-bit weights: %s', async (_name, batch, precision, recompute) => {
    const opened = await openWorkload({ batch, words: 0, rank: 16, dropout: 0 });
    const matrices = new Set(opened.model.linears.map(({ weight }) => weight));
    const snapshot = await nf4Snapshot(opened.snapshot, {
      folder: join(folder, 'weights'),
      signal: new AbortController().signal,
      progress: () => undefined,
      matrices,
      double: precision === 'nf4-double-quant',
    });
    const context = { ...opened, snapshot, source: { ...opened.source, snapshot } };
    await compare(context, ...(await training(context, recompute)));
  });

  test.each([
    ['batch 4', 4, false],
    ['batch 16, recomputed', 16, true],
  ])('a micro-batch of which the state stays on the device: %s', async (_name, batch, recompute) => {
    const context = await openWorkload({ batch, words: 0, rank: 16, dropout: 0 });
    const { source, recipe, trainable } = context;
    const groups = groupParameters(trainable, source.dtype);
    const options = { ...trainingOptions(recipe), recompute, trainable, groups };
    const graph = buildMicroBatchGraph(source, options);
    const [, feeds] = await training(context, recompute);
    await compare(context, graph, {
      ...Object.fromEntries(
        Object.entries(feeds).filter(([name]) => graph.inputs.some((i) => i.name === name)),
      ),
      ...groupFeeds('theta', groups, initialParameters(trainable, 1)),
      training: { data: Uint8Array.of(1), shape: [] },
    });
  });

  test.each([
    ['one sample', 1],
    ['batch 16', 16],
  ])('answering: %s', async (_name, batch) => {
    const context = await openWorkload({ batch, words: 0, rank: 16, dropout: 0 });
    const { source, trainable, model } = context;
    await compare(context, buildAnsweringGraph(source, 'letters'), {
      ...collatePrompts(model, (await promptBatches(context))[0]!),
      ...adapterFeeds(trainable, initialParameters(trainable, 1)),
    });
  });

  test('an optimizer step', async () => {
    const context = await openWorkload({ batch: 4, words: 0, rank: 16, dropout: 0 });
    const graph = buildUpdateGraph(groupParameters(context.trainable, 'f32'), context.recipe);
    await compare(
      context,
      graph,
      Object.fromEntries(
        graph.inputs.map(({ name, shape }) => [
          name,
          {
            data: new Float32Array(shape.reduce<number>((all, n) => all * Number(n), 1)).fill(1),
            shape: shape.map(Number),
          },
        ]),
      ),
    );
  });
});

/** The CPU's training graph, and what it is fed for the first batch. */
async function training(context: RunContext, recompute: boolean): Promise<[Graph, Feeds]> {
  const { source, recipe, trainable, model } = context;
  const { graph } = buildTrainingGraph(source, { ...trainingOptions(recipe), recompute });
  const batch = collate(model, (await trainingBatches(context))[0]!);
  return [
    graph,
    {
      ...batch.feeds,
      ...targetWeights(batch, batch.targets, recipe),
      ...adapterFeeds(trainable, initialParameters(trainable, 1)),
      ...rowKeys(graph, batch.rowIds, { seed: 1, step: 0, micro: 0 }),
    },
  ];
}

async function compare(context: RunContext, graph: Graph, feeds: Feeds): Promise<void> {
  const truth = await count(context, graph, feeds);
  const fed = graph.inputs.filter(({ source }) => source.kind === 'input');
  const arena = createArena();
  replay(schedule(graph), { arena, sizes: bindSizes(graph.name, fed, feeds), copies: () => false });
  expect(arena.peak / truth.peak).toBeGreaterThan(0.94);
  expect(arena.peak / truth.peak).toBeLessThan(1.06);
  expect(arena.held / truth.held).toBeGreaterThan(0.9);
  expect(arena.held / truth.held).toBeLessThan(1.1);
}

/** One run with ONNX Runtime's profile on: bytes beyond the weights in use at most, and of all regions in the end. */
async function count({ snapshot }: RunContext, graph: Graph, feeds: Feeds): Promise<Counted> {
  const session = await createSession(graph, {
    provider: 'cpu',
    folder: snapshot.weights.folder,
    profile: join(folder, 'profile'),
  });
  await session.run(feeds);
  await session.dispose();
  const file = (await readdir(folder)).find((name) => name.startsWith('profile'));
  const events = JSON.parse(await readFile(join(folder, file!), 'utf8')) as {
    readonly name: string;
    readonly args: Readonly<Record<string, string>>;
  }[];
  await rm(join(folder, file!));
  const nodes = events.filter(({ name }) => name.endsWith('_kernel_time')).map(({ args }) => args);
  const [first] = nodes;
  const weights = Number(first!['mem_bytes_in_use']) - Number(first!['mem_in_use_delta']);
  return {
    peak: Math.max(...nodes.map((node) => Number(node['mem_in_use_peak']))) - weights,
    held: Math.max(...nodes.map((node) => Number(node['mem_arena_held']))) - weights,
  };
}
