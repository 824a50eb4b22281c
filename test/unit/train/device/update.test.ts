import { expect, test } from 'vitest';
import { stream } from '../../../../src-main/common/random.ts';
import { presets } from '../../../../src-main/recipe/presets.ts';
import { createDeviceSession, disposeAll } from '../../../../src-main/runtime/device-session.ts';
import { createTransfer, renamed } from '../../../../src-main/runtime/transfer.ts';
import { buildSumGraph, buildUpdateGraph } from '../../../../src-main/train/device/graphs.ts';
import { adamWStep, averageInto, createAdamW } from '../../../../src-main/train/optimizer.ts';

const random = stream(7, 0);
const draw = (count: number) => Float32Array.from({ length: count }, () => 2 * random.uniform() - 1);
const sizes = [12, 5];
const groups = sizes.map((size, i) => ({ name: `layer.${i}`, members: [], size }));
const parts = ['theta', 'first', 'second', 'average'] as const;
const tensors = (part: string, data: readonly Float32Array[]) =>
  Object.fromEntries(
    groups.map(({ name, size }, i) => [`${part}:${name}`, { data: data[i]!, shape: [size] }]),
  );
const one = (x: number) => ({ data: Float32Array.of(x), shape: [] });

test('five steps of AdamW with a moving average, each written over the last, are those of the host', async () => {
  const { recipe: base } = presets.quartet;
  const training = { ...base.training, weightDecay: 0.1, ema: 0.9 };
  const update = await createDeviceSession(
    buildUpdateGraph(groups, { ...base, training }),
    { provider: 'cpu' },
    () => true,
  );
  const transfer = await createTransfer('cpu');
  const theta = sizes.map(draw);
  const adam = createAdamW(theta);
  const average = theta.map((tensor) => tensor.slice());
  const zeros = sizes.map((size) => new Float32Array(size));
  let state = await transfer.toDevice({
    ...tensors('theta', theta),
    ...tensors('first', zeros),
    ...tensors('second', zeros),
    ...tensors('average', theta),
  });
  const replaces = Object.fromEntries(Object.keys(state).map((name) => [`next:${name}`, name]));
  for (let t = 1; t <= 5; t++) {
    const gradients = sizes.map(draw);
    const [rate, factor] = [0.01 * t, 1 / t];
    const held = await transfer.toDevice(tensors('gradient', gradients));
    const numbers = {
      factor: one(factor),
      stepSize: one(rate / (1 - training.beta1 ** t)),
      decay: one(1 - rate * training.weightDecay),
      correction: one(Math.sqrt(1 - training.beta2 ** t)),
    };
    const made = await update.run(numbers, { ...held, ...state }, replaces);
    state = renamed(made.held, 'next:');
    disposeAll(held);
    const scaled = gradients.map((gradient) => gradient.map((x) => Math.fround(x * Math.fround(factor))));
    adamWStep(theta, scaled, adam, rate, training);
    averageInto(average, theta, training.ema);
  }
  const read = await transfer.toHost(state);
  disposeAll(state);
  await transfer.dispose();
  await update.dispose();
  const wanted = { theta, first: adam.first, second: adam.second, average };
  for (const part of parts)
    groups.forEach(({ name }, i) =>
      read[`${part}:${name}`]!.data.forEach((value, j) =>
        expect(Number(value)).toBeCloseTo(wanted[part][i]![j]!, 5),
      ),
    );
});

test('sums of gradients tell the sum of their squares', async () => {
  const session = await createDeviceSession(buildSumGraph(groups, 'cpu'), { provider: 'cpu' }, (name) =>
    name.includes(':'),
  );
  const [before, gradients] = [sizes.map(draw), sizes.map(draw)];
  const { told, held } = await session.run(
    { ...tensors('sum', before), ...tensors('gradient', gradients) },
    {},
  );
  disposeAll(held);
  await session.dispose();
  const squares = before.flatMap((sum, i) => Array.from(sum, (x, j) => (x + gradients[i]![j]!) ** 2));
  expect(Number(told['squares']!.data[0])).toBeCloseTo(
    squares.reduce((a, b) => a + b),
    4,
  );
});
