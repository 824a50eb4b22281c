import { positiveAxis } from '../shape.ts';
import type { OpDef } from '../op.ts';
import type { Shape, TensorType, Value } from '../value.ts';

/** Axes of a reduction, which ONNX takes as a constant input since opset 18. */
export function reducedAxes(axes: Value | null | undefined, rank: number): number[] {
  if (axes?.source.kind !== 'constant') throw new Error('axes must be a constant');
  return [...axes.source.data].map((axis) => positiveAxis(Number(axis), rank));
}

function reduced(shape: Shape, axes: readonly number[], keepdims: boolean): Shape {
  return shape.flatMap((dim, i) => (axes.includes(i) ? (keepdims ? [1] : []) : [dim]));
}

function infer(
  [x]: readonly TensorType[],
  { keepdims }: { keepdims: boolean },
  node: { readonly inputs: readonly (Value | null)[] },
): readonly TensorType[] {
  return [
    { dtype: x!.dtype, shape: reduced(x!.shape, reducedAxes(node.inputs[1], x!.shape.length), keepdims) },
  ];
}

/** y = Σx: dx = dy, spread over the axes that were summed. */
export const ReduceSum: OpDef<'ReduceSum'> = {
  infer,
  vjp: (g, { inputs: [x, axes] }, [dy]) => [
    () => g.expand(g.reshape(dy!, reduced(x!.shape, reducedAxes(axes, x!.shape.length), true)), x!.shape),
    null,
  ],
};

/** y = mean x: dx = dy/n, spread over the axes that were averaged; n must be known. */
export const ReduceMean: OpDef<'ReduceMean'> = {
  infer,
  vjp: (g, { inputs: [x, axes] }, [dy]) => [
    () => {
      const over = reducedAxes(axes, x!.shape.length);
      const count = over.reduce((n, axis) => n * Number(x!.shape[axis]), 1);
      if (Number.isNaN(count))
        throw new Error('a mean over an unknown size has no gradient here: use ReduceSum');
      return g.expand(g.reshape(g.scale(dy!, 1 / count), reduced(x!.shape, over, true)), x!.shape);
    },
    null,
  ],
};

/** Used to shift exponents, where its gradient cancels; so it has none. */
export const ReduceMax: OpDef<'ReduceMax'> = { infer };

/** y = softmax x: dx = y·(dy − Σ dy·y). */
export const Softmax: OpDef<'Softmax'> = {
  infer: ([x]) => [x!],
  vjp: (g, { outputs: [y], attributes: { axis } }, [dy]) => [
    () => {
      const weighted = g.mul(dy!, y!);
      return g.sub(weighted, g.mul(y!, g.reduceSum(weighted, [axis])));
    },
  ],
};

/** y = x − log Σ eˣ: dx = dy − eʸ·Σ dy. */
export const LogSoftmax: OpDef<'LogSoftmax'> = {
  infer: ([x]) => [x!],
  vjp: (g, { outputs: [y], attributes: { axis } }, [dy]) => [
    () => g.sub(dy!, g.mul(g.exp(y!), g.reduceSum(dy!, [axis]))),
  ],
};
