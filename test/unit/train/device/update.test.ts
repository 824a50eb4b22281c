import { expect, test } from 'vitest';
import { stream } from '../../../../src-main/common/random.ts';
import { createBuilder } from '../../../../src-main/graph/builder.ts';
import { addInput, addOutput, createGraph } from '../../../../src-main/graph/graph.ts';
import { presets } from '../../../../src-main/recipe/presets.ts';
import { createSession } from '../../../../src-main/runtime/session.ts';
import type { Tensor } from '../../../../src-main/runtime/tensor.ts';
import { clipped, updated, type GroupState } from '../../../../src-main/train/device/update.ts';
import { adamWStep, averageInto, clipGradients, createAdamW } from '../../../../src-main/train/optimizer.ts';

const shape = [12] as const;
const random = stream(7, 0);
const draw = (scale: number) => Float32Array.from({ length: 12 }, () => (2 * random.uniform() - 1) * scale);

/** The graph form of one optimizer step over one tensor. */
function stepGraph(training: (typeof presets)['quartet']['recipe']['training']) {
  const graph = createGraph('update');
  const g = createBuilder(graph);
  const input = (name: string) => addInput(graph, name, 'f32', shape);
  const scalar = (name: string) => addInput(graph, name, 'f32', []);
  const state: GroupState = {
    theta: input('theta'),
    first: input('first'),
    second: input('second'),
    average: input('average'),
  };
  const { norm, gradients } = clipped(g, [input('gradient')], training.maxGradNorm);
  const numbers = { stepSize: scalar('stepSize'), decay: scalar('decay'), correction: scalar('correction') };
  const next = updated(g, state, gradients[0]!, numbers, training);
  addOutput(graph, 'norm', norm);
  for (const part of ['theta', 'first', 'second', 'average'] as const)
    addOutput(graph, `next:${part}`, next[part]!);
  return graph;
}

test.each([
  ['clipped', 0.5],
  ['not clipped', 50],
  ['never clipped', null],
])('five steps of AdamW with a moving average, %s, are those of the host', async (_, maxGradNorm) => {
  const training = {
    ...presets.quartet.recipe.training,
    maxGradNorm,
    weightDecay: 0.1,
    ema: 0.9,
  };
  const session = await createSession(stepGraph(training), { provider: 'cpu' });
  const theta = draw(1);
  const adam = createAdamW([theta]);
  const average = theta.slice();
  const here = {
    theta: theta.slice(),
    first: new Float32Array(12),
    second: new Float32Array(12),
    average: theta.slice(),
  };
  for (let t = 1; t <= 5; t++) {
    const gradient = draw(1);
    const rate = 0.01 * t;
    const one = (x: number) => ({ data: Float32Array.of(x), shape: [] });
    const tensors = Object.entries({ ...here, gradient }).map(([name, data]): [string, Tensor] => [
      name,
      { data, shape: [...shape] },
    ]);
    const outputs = await session.run({
      ...Object.fromEntries(tensors),
      stepSize: one(rate / (1 - training.beta1 ** t)),
      decay: one(1 - rate * training.weightDecay),
      correction: one(Math.sqrt(1 - training.beta2 ** t)),
    });
    for (const part of ['theta', 'first', 'second', 'average'] as const)
      here[part] = outputs[`next:${part}`]!.data as Float32Array<ArrayBuffer>;
    const sums = [gradient.slice()];
    expect(Number(outputs['norm']!.data[0])).toBeCloseTo(clipGradients(sums, maxGradNorm), 5);
    adamWStep([theta], sums, adam, rate, training);
    averageInto([average], [theta], training.ema);
  }
  await session.dispose();
  for (const [mine, theirs] of [
    [here.theta, theta],
    [here.first, adam.first[0]!],
    [here.second, adam.second[0]!],
    [here.average, average],
  ] as const)
    mine.forEach((value, i) => expect(value).toBeCloseTo(theirs[i]!, 5));
});
