import { broadcast } from '../shape.ts';
import type { Builder } from '../builder.ts';
import type { OpDef, Thunk } from '../op.ts';
import type { Shape, TensorType, Value } from '../value.ts';

interface Flags {
  alpha?: number;
  transA?: boolean;
  transB?: boolean;
}

type Multiply = (a: Value, b: Value, flags: Flags) => Value;

/** Shape of op(A)·op(B) over the last two axes, [.., m, k]·[.., k, n] → [.., m, n]. */
function multiplied(a: Shape, b: Shape, { transA, transB }: Flags): Shape {
  if (a.length < 2 || b.length < 2) throw new Error('both factors need at least two axes');
  const [m, k] = transA ? [a.at(-1)!, a.at(-2)!] : [a.at(-2)!, a.at(-1)!];
  const [l, n] = transB ? [b.at(-1)!, b.at(-2)!] : [b.at(-2)!, b.at(-1)!];
  if (k !== l) throw new Error(`inner sizes ${k} and ${l} differ`);
  return [...broadcast(a.slice(0, -2), b.slice(0, -2)), m, n];
}

/** Y = α·op(A)·op(B). dA = α·dY·op(B)ᵀ and dB = α·op(A)ᵀ·dY, each transposed back where its factor was. */
function productRule(
  multiply: Multiply,
  a: Value,
  b: Value,
  dy: Value,
  { alpha = 1, transA = false, transB = false }: Flags,
): Thunk[] {
  return [
    () =>
      transA
        ? multiply(b, dy, { alpha, transA: transB, transB: true })
        : multiply(dy, b, { alpha, transB: !transB }),
    () =>
      transB
        ? multiply(dy, a, { alpha, transA: true, transB: transA })
        : multiply(a, dy, { alpha, transA: !transA }),
  ];
}

/** Y = α·op(A)·op(B) + β·C on matrices. With transB, W keeps its stored [out, in] layout in both directions, so one copy serves. */
export const Gemm: OpDef<'Gemm'> = {
  floats: ['alpha', 'beta'],
  infer: ([a, b, c], flags) => {
    if (a!.shape.length !== 2 || b!.shape.length !== 2) throw new Error('Gemm takes matrices');
    const shape = multiplied(a!.shape, b!.shape, flags);
    if (c && broadcast(shape, c.shape).some((dim, i) => dim !== shape[i])) throw new Error('C does not fit');
    return [{ dtype: a!.dtype, shape }];
  },
  vjp: (g, { inputs: [a, b, c], attributes }, [dy]) => [
    ...productRule((x, y, flags) => g.gemm(x, y, flags), a!, b!, dy!, attributes),
    ...(c ? [() => g.scale(dy!, attributes.beta ?? 1)] : []),
  ],
};

/** Type of a product over the last two axes. */
export function inferMatMul([a, b]: readonly TensorType[], flags: Flags): readonly TensorType[] {
  return [{ dtype: a!.dtype, shape: multiplied(a!.shape, b!.shape, flags) }];
}

function matMulRule(g: Builder, a: Value, b: Value, dy: Value, flags: Flags): Thunk[] {
  return productRule((x, y, f) => g.matMul(x, y, f), a, b, dy, flags);
}

export const MatMul: OpDef<'MatMul'> = {
  infer: inferMatMul,
  vjp: (g, { inputs: [a, b] }, [dy]) => matMulRule(g, a!, b!, dy!, {}),
};

export const FusedMatMul: OpDef<'FusedMatMul'> = {
  domain: 'com.microsoft',
  floats: ['alpha'],
  infer: inferMatMul,
  vjp: (g, { inputs: [a, b], attributes }, [dy]) => matMulRule(g, a!, b!, dy!, attributes),
};
