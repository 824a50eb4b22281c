import { broadcast } from '../shape.ts';
import type { OpDef } from '../op.ts';
import type { DType, TensorType } from '../value.ts';

function same([x]: readonly TensorType[]): readonly TensorType[] {
  return [x!];
}

function both([a, b]: readonly TensorType[]): readonly TensorType[] {
  if (a!.dtype !== b!.dtype) throw new Error(`element types ${a!.dtype} and ${b!.dtype} differ`);
  return [{ dtype: a!.dtype, shape: broadcast(a!.shape, b!.shape) }];
}

function compare(inputs: readonly TensorType[]): readonly TensorType[] {
  return [{ dtype: 'bool', shape: both(inputs)[0]!.shape }];
}

export const Add: OpDef<'Add'> = {
  infer: both,
  vjp: (_g, _node, [dy]) => [() => dy!, () => dy!],
};

export const Sub: OpDef<'Sub'> = {
  infer: both,
  vjp: (g, _node, [dy]) => [() => dy!, () => g.neg(dy!)],
};

export const Mul: OpDef<'Mul'> = {
  infer: both,
  vjp: (g, { inputs: [a, b] }, [dy]) => [() => g.mul(dy!, b!), () => g.mul(dy!, a!)],
};

/** y = a/b: da = dy/b, db = −dy·y/b. */
export const Div: OpDef<'Div'> = {
  infer: both,
  vjp: (g, { inputs: [, b], outputs: [y] }, [dy]) => [
    () => g.div(dy!, b!),
    () => g.neg(g.div(g.mul(dy!, y!), b!)),
  ],
};

/** Of values of one shape; a pass makes it of Adds whose gradient is taken, so it has no rule. */
export const Sum: OpDef<'Sum'> = { infer: same };

export const Neg: OpDef<'Neg'> = {
  infer: same,
  vjp: (g, _node, [dy]) => [() => g.neg(dy!)],
};

/** y = √x: dx = dy/(2y). */
export const Sqrt: OpDef<'Sqrt'> = {
  infer: same,
  vjp: (g, { outputs: [y] }, [dy]) => [() => g.div(g.scale(dy!, 0.5), y!)],
};

export const Exp: OpDef<'Exp'> = {
  infer: same,
  vjp: (g, { outputs: [y] }, [dy]) => [() => g.mul(dy!, y!)],
};

export const Log: OpDef<'Log'> = {
  infer: same,
  vjp: (g, { inputs: [x] }, [dy]) => [() => g.div(dy!, x!)],
};

/** y = 1/x: dx = −dy·y². */
export const Reciprocal: OpDef<'Reciprocal'> = {
  infer: same,
  vjp: (g, { outputs: [y] }, [dy]) => [() => g.neg(g.mul(dy!, g.mul(y!, y!)))],
};

/** A step function: its derivative is zero wherever it has one. */
export const Floor: OpDef<'Floor'> = { infer: same, vjp: () => [null] };

/** y = erf x: dx = dy·(2/√π)·e^(−x²). */
export const Erf: OpDef<'Erf'> = {
  infer: same,
  vjp: (g, { inputs: [x] }, [dy]) => [
    () => g.mul(dy!, g.scale(g.exp(g.neg(g.mul(x!, x!))), 2 / Math.sqrt(Math.PI))),
  ],
};

/** y = σ(x): dx = dy·y·(1 − y). */
export const Sigmoid: OpDef<'Sigmoid'> = {
  infer: same,
  vjp: (g, { outputs: [y] }, [dy]) => [() => g.mul(dy!, g.sub(y!, g.mul(y!, y!)))],
};

/** y = tanh x: dx = dy·(1 − y²). */
export const Tanh: OpDef<'Tanh'> = {
  infer: same,
  vjp: (g, { outputs: [y] }, [dy]) => [() => g.sub(dy!, g.mul(dy!, g.mul(y!, y!)))],
};

export const Equal: OpDef<'Equal'> = { infer: compare };

export const GreaterOrEqual: OpDef<'GreaterOrEqual'> = { infer: compare };

export const Where: OpDef<'Where'> = {
  infer: ([c, a, b]) => [{ dtype: a!.dtype, shape: broadcast(c!.shape, broadcast(a!.shape, b!.shape)) }],
  vjp: (g, { inputs: [c] }, [dy]) => [
    null,
    () => g.where(c!, dy!, g.scalar(0, dy!.dtype)),
    () => g.where(c!, g.scalar(0, dy!.dtype), dy!),
  ],
};

export const Identity: OpDef<'Identity'> = { infer: same, vjp: (_g, _node, [dy]) => [() => dy!] };

export const Cast: OpDef<'Cast'> = {
  infer: ([x], { to }) => [{ dtype: to as DType, shape: x!.shape }],
  vjp: (g, { inputs: [x] }, [dy]) => [() => g.cast(dy!, x!.dtype)],
};
