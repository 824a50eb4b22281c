import { expect, test } from 'vitest';
import { createBuilder } from '../../../src-main/graph/builder.ts';
import { addLoop } from '../../../src-main/graph/control.ts';
import { addInput, addOutput, createGraph } from '../../../src-main/graph/graph.ts';
import { createSession } from '../../../src-main/runtime/session.ts';

test('a loop in a loop carries, reads what is around it, and stacks what each turn tells', async () => {
  const root = createGraph('sums');
  const outer = addInput(root, 'outer', 'i64', []);
  const inner = addInput(root, 'inner', 'i64', []);
  const start = addInput(root, 'start', 'f32', [2]);
  const table = addInput(root, 'table', 'f32', ['rows', 'columns']);
  const { carried, stacked } = addLoop(
    root,
    'outer loop',
    { trips: outer, count: 'rows', carried: [start] },
    (body, row, [before]) => {
      const g = createBuilder(body);
      const doubled = g.add(before!, before!);
      const turns = addLoop(
        body,
        'inner loop',
        { trips: inner, count: 'columns', carried: [doubled] },
        (innermost, column, [sum]) => {
          const h = createBuilder(innermost);
          const cell = h.gather(h.gather(table, row), column);
          return { carried: [h.add(sum!, cell)], stacked: [cell] };
        },
      );
      return { carried: turns.carried, stacked: [turns.stacked[0]!] };
    },
  );
  addOutput(root, 'end', carried[0]!);
  addOutput(root, 'seen', stacked[0]!);
  const session = await createSession(root, { provider: 'cpu' });
  const count = (n: bigint) => ({ data: BigInt64Array.of(n), shape: [] });
  const outputs = await session.run({
    outer: count(2n),
    inner: count(3n),
    start: { data: Float32Array.of(1, 10), shape: [2] },
    table: { data: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [2, 3] },
  });
  await session.dispose();
  // ((1·2 + 6)·2 + 15) and ((10·2 + 6)·2 + 15)
  expect([...outputs['end']!.data]).toEqual([31, 67]);
  expect(outputs['seen']!.shape).toEqual([2, 3]);
  expect([...outputs['seen']!.data]).toEqual([1, 2, 3, 4, 5, 6]);
});

test('outputs can be written where an input was read', async () => {
  const root = createGraph('twice');
  const x = addInput(root, 'x', 'f32', [3]);
  addOutput(root, 'y', createBuilder(root).add(x, x));
  const session = await createSession(root, { provider: 'cpu' });
  const tensor = { data: Float32Array.of(1, 2, 3), shape: [3] };
  await session.run({ x: tensor }, { y: tensor });
  await session.run({ x: tensor }, { y: tensor });
  await session.dispose();
  expect([...tensor.data]).toEqual([4, 8, 12]);
});
