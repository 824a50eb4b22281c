import { expect, test } from 'vitest';
import { createBuilder } from '../../../../src-main/graph/builder.ts';
import { addInput, addOutput, addWeight, createGraph, type Graph } from '../../../../src-main/graph/graph.ts';
import { createDeviceSession, disposeAll } from '../../../../src-main/runtime/device-session.ts';
import { weightsInArena } from '../../../../src-main/runtime/native/weights-in-arena.ts';
import { createTransfer } from '../../../../src-main/runtime/transfer.ts';

/** y = x·w, next = w + w/2: two outputs, of which one may lie where w lies. */
function graphOf(): Graph {
  const graph = createGraph('native');
  const g = createBuilder(graph);
  const w = addInput(graph, 'w', 'f32', ['n']);
  addOutput(graph, 'y', g.mul(addInput(graph, 'x', 'f32', ['rows', 'n']), w));
  addOutput(graph, 'next', g.add(w, g.scale(w, 0.5)));
  return graph;
}

const x = { data: Float32Array.of(1, 2, 3, 4), shape: [2, 2] };
const stays = (name: string): boolean => name === 'next';

test('what stays on the device goes into the next run, and into another session', async () => {
  const one = await createDeviceSession(graphOf(), { provider: 'cpu' }, stays);
  const other = await createDeviceSession(graphOf(), { provider: 'cpu' }, stays);
  const first = await one.run({ x, w: { data: Float32Array.of(2, 10), shape: [2] } }, {});
  expect([...first.told['y']!.data]).toEqual([2, 20, 6, 40]);
  expect(first.held['next']!.shape).toEqual([2]);
  const second = await other.run({ x }, { w: first.held['next']! });
  expect([...second.told['y']!.data]).toEqual([3, 30, 9, 60]);
  disposeAll(first.held);
  disposeAll(second.held);
  await one.dispose();
  await other.dispose();
});

test('an output that replaces an input is written where it lay', async () => {
  const graph = createGraph('in place');
  const w = addInput(graph, 'w', 'f32', ['n']);
  addOutput(graph, 'next', createBuilder(graph).scale(w, 2));
  const session = await createDeviceSession(graph, { provider: 'cpu' }, () => true);
  const transfer = await createTransfer('cpu');
  const { w: tensor } = await transfer.toDevice({ w: { data: Float32Array.of(1, 2, 3), shape: [3] } });
  for (let turn = 0; turn < 3; turn++) {
    const { held } = await session.run({}, { w: tensor! }, { next: 'w' });
    expect(held['next']).toBe(tensor);
  }
  expect([...(await transfer.toHost({ w: tensor! }))['w']!.data]).toEqual([8, 16, 24]);
  tensor!.dispose();
  await transfer.dispose();
  await session.dispose();
});

test('runs go on while this thread does something else', async () => {
  const graph = createGraph('long');
  const g = createBuilder(graph);
  const a = addInput(graph, 'a', 'f32', [1500, 1500]);
  addOutput(graph, 'y', g.matMul(g.matMul(a, a), a));
  const session = await createDeviceSession(graph, { provider: 'cpu', threads: 1 }, () => false);
  const running = session.run({ a: { data: new Float32Array(1500 ** 2), shape: [1500, 1500] } }, {});
  const order: string[] = [];
  await Promise.all([
    running.then(() => order.push('run')),
    new Promise((resolve) => setTimeout(resolve, 1)).then(() => order.push('timer')),
  ]);
  expect(order).toEqual(['timer', 'run']);
  await session.dispose();
});

test('what goes wrong is told in ONNX Runtime words, and the next run goes well', async () => {
  const graph = createGraph('rows');
  const g = createBuilder(graph);
  const rows = addInput(graph, 'rows', 'i64', ['n']);
  addOutput(graph, 'y', g.gather(addInput(graph, 'table', 'f32', [3, 1]), rows));
  const session = await createDeviceSession(graph, { provider: 'cpu' }, () => false);
  const table = { data: Float32Array.of(1, 2, 3), shape: [3, 1] };
  const ask = (row: bigint) => session.run({ table, rows: { data: BigInt64Array.of(row), shape: [1] } }, {});
  await expect(ask(7n)).rejects.toThrow(/out of data bounds/);
  expect([...(await ask(2n)).told['y']!.data]).toEqual([3]);
  await session.dispose();
});

test('a graph that cannot be loaded says which and why', async () => {
  const graph = createGraph('half');
  const g = createBuilder(graph);
  const x = g.cast(addInput(graph, 'x', 'f32', [2]), 'bf16');
  addOutput(graph, 'y', g.cast(g.mul(x, x), 'f32'));
  // The CPU has no product in bf16.
  await expect(createDeviceSession(graph, { provider: 'cpu' }, () => false)).rejects.toThrow(
    /"half".*Could not find an implementation for Mul/,
  );
});

test.each([
  ['many small matrices', Array<number>(100).fill(10), true],
  ['one large table among them', [300, ...Array<number>(100).fill(10)], true],
  ['large matrices', Array<number>(20).fill(130), false],
])('weights lie in the arena where little is left over: %s', (_name, mebibytes, expected) => {
  const graph = createGraph('weights');
  const g = createBuilder(graph);
  const weights = mebibytes.map((size, i) => {
    const length = size * 2 ** 20;
    return addWeight(graph, `w${i}`, 'u8', [length], { file: 'model.safetensors', offset: i, length });
  });
  addOutput(graph, 'y', g.concat(weights, 0));
  expect(weightsInArena(graph)).toBe(expected);
});
