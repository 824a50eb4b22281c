import { expect, test } from 'vitest';
import { createBuilder } from '../../../src-main/graph/builder.ts';
import { addIf } from '../../../src-main/graph/control.ts';
import { addInput, addOutput, createGraph } from '../../../src-main/graph/graph.ts';
import { createSession } from '../../../src-main/runtime/session.ts';

test('the branch that is taken reads what is around it, and may give another shape than the other', async () => {
  const root = createGraph('either');
  const condition = addInput(root, 'condition', 'bool', []);
  const x = createBuilder(root).scale(addInput(root, 'x', 'f32', ['n']), 2);
  const [result] = addIf(root, 'mode', condition, {
    then: (body) => [createBuilder(body).add(x, x)],
    otherwise: (body) => [createBuilder(body).reduceSum(x, [0])],
  });
  addOutput(root, 'y', result!);
  const session = await createSession(root, { provider: 'cpu' });
  const ask = async (holds: boolean) => {
    const { y } = await session.run({
      condition: { data: Uint8Array.of(Number(holds)), shape: [] },
      x: { data: Float32Array.of(1, 2, 3), shape: [3] },
    });
    return [...y!.data];
  };
  expect(await ask(true)).toEqual([4, 8, 12]);
  expect(await ask(false)).toEqual([12]);
  await session.dispose();
});
