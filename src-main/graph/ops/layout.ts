import { broadcast, positiveAxis, product } from '../shape.ts';
import type { OpDef } from '../op.ts';
import type { Dim, Node, Shape, TensorType, Value } from '../value.ts';

/** The shape that a Reshape or Expand asks for: from its constant, or from the sizes behind a `dims` input. */
function wanted(target: Value | null | undefined, from: Shape): Shape {
  if (target?.source.kind === 'dims') return target.source.dims;
  if (target?.source.kind === 'node' && target.source.node.op === 'Shape')
    return shapeRead(target.source.node, from);
  if (target?.source.kind !== 'constant')
    throw new Error('the shape must be a constant, a dims input or a Shape');
  const dims: Dim[] = [...target.source.data].map(Number);
  const unknown = dims.indexOf(-1);
  if (unknown >= 0) dims[unknown] = quotient(product(from), product(dims.filter((_, i) => i !== unknown)));
  return dims;
}

/** What a Shape node finds; 0 keeps the axis as it is. */
function shapeRead({ inputs: [of], attributes: { start } }: Node, from: Shape): Shape {
  return of!.shape.slice(Number(start ?? 0)).map((dim, i) => (dim === 0 ? from[i]! : dim));
}

/** The size that makes `part × result = whole`, for normal-form products. */
function quotient(whole: Dim, part: Dim): Dim {
  const names = (dim: Dim) => (typeof dim === 'number' ? [] : dim.split('*').filter((p) => !/^\d+$/.test(p)));
  const factor = (dim: Dim) => (typeof dim === 'number' ? dim : Number(/^\d+/.exec(dim)?.[0] ?? 1));
  const left = names(whole);
  for (const name of names(part)) {
    const at = left.indexOf(name);
    if (at < 0) throw new Error(`${whole} is not a multiple of ${part}`);
    left.splice(at, 1);
  }
  const ratio = factor(whole) / factor(part);
  if (!Number.isInteger(ratio)) throw new Error(`${whole} is not a multiple of ${part}`);
  return product([ratio, ...left]);
}

export const Reshape: OpDef<'Reshape'> = {
  infer: ([x], _attributes, { inputs: [, target] }) => {
    const shape = wanted(target, x!.shape);
    if (product(shape) !== product(x!.shape)) throw new Error(`cannot become [${shape.join(', ')}]`);
    return [{ dtype: x!.dtype, shape }];
  },
  vjp: (g, { inputs: [x] }, [dy]) => [() => g.reshape(dy!, x!.shape), null],
};

/** The driver sums what was spread. */
export const Expand: OpDef<'Expand'> = {
  infer: ([x], _attributes, { inputs: [, target] }) => [
    { dtype: x!.dtype, shape: broadcast(x!.shape, wanted(target, x!.shape)) },
  ],
  vjp: (_g, _node, [dy]) => [() => dy!, null],
};

export const Shape_: OpDef<'Shape'> = {
  infer: ([x], { start = 0 }) => [{ dtype: 'i64', shape: [x!.shape.length - start] }],
  vjp: () => [null],
};

export const Transpose: OpDef<'Transpose'> = {
  infer: ([x], { perm }) => [{ dtype: x!.dtype, shape: perm.map((axis) => x!.shape[axis]!) }],
  vjp: (g, { attributes: { perm } }, [dy]) => [
    () =>
      g.transpose(
        dy!,
        perm.map((_, axis) => perm.indexOf(axis)),
      ),
  ],
};

function knownSizes(values: readonly TensorType[], axis: number): number[] {
  return values.map((value) => {
    const size = value.shape[positiveAxis(axis, value.shape.length)];
    if (typeof size !== 'number') throw new Error(`the size along axis ${axis} must be known, not ${size}`);
    return size;
  });
}

export const Concat: OpDef<'Concat'> = {
  infer: (inputs, { axis }) => {
    const first = inputs[0]!;
    const at = positiveAxis(axis, first.shape.length);
    const total = knownSizes(inputs, axis).reduce((a, b) => a + b, 0);
    return [{ dtype: first.dtype, shape: first.shape.map((dim, i) => (i === at ? total : dim)) }];
  },
  vjp: (g, { inputs, attributes: { axis } }, [dy]) => {
    let parts: readonly Value[] | undefined;
    return inputs.map((_, i) => () => (parts ??= g.split(dy!, knownSizes(inputs, axis), axis))[i]!);
  },
};

/** Sizes of the parts come as a constant second input. */
export const Split: OpDef<'Split'> = {
  infer: ([x], { axis }, { inputs: [, sizes] }) => {
    if (sizes?.source.kind !== 'constant') throw new Error('sizes must be a constant');
    const at = positiveAxis(axis, x!.shape.length);
    const parts = [...sizes.source.data].map(Number);
    if (parts.reduce((a, b) => a + b, 0) !== x!.shape[at])
      throw new Error(`parts ${parts.join('+')} do not make ${x!.shape[at]}`);
    return parts.map((size) => ({
      dtype: x!.dtype,
      shape: x!.shape.map((dim, i) => (i === at ? size : dim)),
    }));
  },
  vjp: (g, { attributes: { axis } }, dys) => [() => g.concat(dys, axis), null],
};

/** Part of one axis, by constants or sizes of the run; used on what no gradient flows through, so it has no rule. */
export const Slice: OpDef<'Slice'> = {
  infer: ([x], _attributes, { inputs: [, starts, ends, axes] }) => {
    const [start, end, axis] = [starts, ends, axes].map((value) => {
      if (value?.source.kind === 'dims') return Number(value.source.dims[0]);
      if (value?.source.kind !== 'constant')
        throw new Error('starts, ends and axes must be constants or sizes');
      return Number(value.source.data[0]);
    }) as [number, number, number];
    const size = x!.shape[axis];
    if (typeof size !== 'number' || start < 0 || end > size)
      throw new Error(`[${start}, ${end}) is no part of ${size}`);
    return [{ dtype: x!.dtype, shape: x!.shape.map((dim, i) => (i === axis ? end - start : dim)) }];
  },
};
