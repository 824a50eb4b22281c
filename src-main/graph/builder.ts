import { addConstant, addDims, addNode, shared, type Graph } from './graph.ts';
import { toBf16 } from './bf16.ts';
import { toF16 } from '../common/float16-bits.ts';
import type { AttributesOf, OpName } from './op.ts';
import { sameShape } from './shape.ts';
import type { Nf4Weight } from './nf4-weight.ts';
import type { Dim, DType, Shape, Value } from './value.ts';

/** Writes operations into a graph as one writes mathematics; each method appends nodes and returns a value. */
export type Builder = ReturnType<typeof createBuilder>;

interface ProductFlags {
  alpha?: number;
  transA?: boolean;
  transB?: boolean;
}

export function createBuilder(graph: Graph) {
  const op = <N extends OpName>(
    name: N,
    inputs: readonly (Value | null)[],
    attributes: AttributesOf<N>,
  ): Value => addNode(graph, name, inputs, attributes)[0]!;
  const ints = (values: readonly number[]): Value =>
    addConstant(graph, 'i64', [values.length], BigInt64Array.from(values, BigInt));
  const unary =
    (
      name:
        | 'Neg'
        | 'Sqrt'
        | 'Exp'
        | 'Log'
        | 'Reciprocal'
        | 'Floor'
        | 'Erf'
        | 'Sigmoid'
        | 'Tanh'
        | 'Identity'
        | 'Gelu',
    ) =>
    (x: Value) =>
      op(name, [x], {});
  const binary = (name: 'Add' | 'Sub' | 'Mul' | 'Div' | 'Equal' | 'GreaterOrEqual') => (a: Value, b: Value) =>
    op(name, [a, b], {});
  /** One unknown size is written as −1; several need the runtime's help. */
  const shapeValue = (shape: Shape): Value => {
    const unknown = shape.filter((dim) => typeof dim === 'string');
    return unknown.length > 1
      ? addDims(graph, shape)
      : ints(shape.map((dim) => (typeof dim === 'string' ? -1 : dim)));
  };
  const expandShape = (shape: Shape): Value =>
    shape.every((dim) => typeof dim === 'number') ? ints(shape) : addDims(graph, shape);
  const scalar = (x: number, dtype: DType = 'f32'): Value => {
    if (dtype === 'f32') return addConstant(graph, 'f32', [], Float32Array.of(x));
    if (dtype === 'bf16') return addConstant(graph, 'bf16', [], toBf16(Float32Array.of(x)));
    if (dtype === 'f16') return addConstant(graph, 'f16', [], toF16(Float32Array.of(x)));
    return op('Cast', [addConstant(graph, 'f32', [], Float32Array.of(x))], { to: dtype });
  };
  const mul = binary('Mul');

  return {
    graph,
    add: binary('Add'),
    sub: binary('Sub'),
    mul,
    div: binary('Div'),
    equal: binary('Equal'),
    greaterOrEqual: binary('GreaterOrEqual'),
    neg: unary('Neg'),
    sqrt: unary('Sqrt'),
    exp: unary('Exp'),
    log: unary('Log'),
    reciprocal: unary('Reciprocal'),
    floor: unary('Floor'),
    erf: unary('Erf'),
    sigmoid: unary('Sigmoid'),
    tanh: unary('Tanh'),
    identity: unary('Identity'),
    gelu: unary('Gelu'),
    scalar,
    /** A constant vector in a type that is computed in. */
    vector: (values: Float32Array, dtype: 'f32' | 'bf16' | 'f16') =>
      addConstant(
        graph,
        dtype,
        [values.length],
        dtype === 'f32' ? values : dtype === 'bf16' ? toBf16(values) : toF16(values),
      ),
    /** A vector of 64-bit integers. */
    ints,
    scale: (x: Value, factor: number): Value => (factor === 1 ? x : mul(x, scalar(factor, x.dtype))),
    where: (condition: Value, a: Value, b: Value) => op('Where', [condition, a, b], {}),
    cast: (x: Value, to: DType): Value => (x.dtype === to ? x : op('Cast', [x], { to })),
    /** α·op(A)·op(B) + C on matrices. */
    gemm: (a: Value, b: Value, flags: ProductFlags = {}, c?: Value) =>
      op('Gemm', c ? [a, b, c] : [a, b], flags),
    /** x·Wᵀ + C, or x·W, on a frozen 4-bit W whose result has the columns of `padded`, with zeros behind those of `shape`. */
    nf4Gemm: (
      x: Value,
      { codes, absmax, nested, shape }: Nf4Weight,
      { transB, padded = shape }: { transB: boolean; padded?: readonly [number, number] },
      c?: Value,
    ) =>
      op('Nf4Gemm', [x, codes, absmax, nested?.codes ?? null, nested?.offset ?? null, c ?? null], {
        shape,
        padded,
        transB,
      }),
    /** α·op(A)·op(B) over the last two axes. */
    matMul: (a: Value, b: Value, flags: ProductFlags = {}): Value =>
      flags.transA || flags.transB || (flags.alpha ?? 1) !== 1
        ? op('FusedMatMul', [a, b], flags)
        : op('MatMul', [a, b], {}),
    reduceSum: (x: Value, axes: readonly number[], keepdims = true) =>
      op('ReduceSum', [x, ints(axes)], { keepdims }),
    reduceMean: (x: Value, axes: readonly number[], keepdims = true) =>
      op('ReduceMean', [x, ints(axes)], { keepdims }),
    reduceMax: (x: Value, axes: readonly number[], keepdims = true) =>
      op('ReduceMax', [x, ints(axes)], { keepdims }),
    softmax: (x: Value, axis = -1) => op('Softmax', [x], { axis }),
    /** softmax(x)·v. */
    softmaxMatMul: (x: Value, v: Value) => op('SoftmaxMatMul', [x, v], {}),
    logSoftmax: (x: Value, axis = -1) => op('LogSoftmax', [x], { axis }),
    reshape: (x: Value, shape: Shape): Value =>
      sameShape(x.shape, shape) ? x : op('Reshape', [x, shapeValue(shape)], {}),
    /** The same, by sizes that ONNX Runtime learns only when it runs. */
    reshapeLate: (x: Value, shape: Shape): Value => op('Reshape', [x, addDims(graph, shape)], {}),
    /** A value that is made when it is first asked for under `key`, and known to every graph of the model. */
    shared: (key: string, make: () => Value): Value => shared(graph, key, make),
    /** x, to be computed only after `anchor` of the same shape: what depends on it cannot be scheduled early. */
    after: (x: Value, anchor: Value): Value => op('Reshape', [x, op('Shape', [anchor], {})], {}),
    /**
     * Vectors, to be read only after `anchor` [rows, …], whatever their lengths. Their new shape is a 0, which keeps a
     * length; it is read off an empty part of the anchor that is cut by an input, or it would be known in advance.
     */
    vectorsAfter(anchor: Value): (x: Value) => Value {
      const nothing = op('Slice', [anchor, ints([0]), addDims(graph, [0]), ints([1])], {});
      const keep = op('Shape', [nothing], { start: 1 });
      return (x) => op('Reshape', [x, keep], {});
    },
    expand: (x: Value, shape: Shape): Value =>
      sameShape(x.shape, shape) ? x : op('Expand', [x, expandShape(shape)], {}),
    transpose: (x: Value, perm: readonly number[]) => op('Transpose', [x], { perm }),
    concat: (values: readonly Value[], axis: number) => op('Concat', values, { axis }),
    split: (x: Value, sizes: readonly number[], axis: number) =>
      addNode(graph, 'Split', [x, ints(sizes)], { axis }),
    /** Columns (or another axis) [from, to). */
    slice: (x: Value, from: number, to: number, axis: number) =>
      op('Slice', [x, ints([from]), ints([to]), ints([axis])], {}),
    gather: (data: Value, indices: Value, axis = 0) => op('Gather', [data, indices], { axis }),
    /** data with rows replaced (or added to) by updates; `rows` is [n], the result has data's shape. */
    scatterRows(data: Value, rows: Value, updates: Value, reduction?: 'add'): Value {
      const count: Dim = rows.shape[0]!;
      const indices = op('Reshape', [rows, shapeValue([count, 1])], {});
      return op('ScatterND', [data, indices, updates], reduction ? { reduction } : {});
    },
    zeros: (dtype: DType, shape: Shape): Value => op('Expand', [scalar(0, dtype), expandShape(shape)], {}),
    /** In the type of the weight, whatever x is in; so is a LayerNorm. */
    rmsNorm: (x: Value, weight: Value, epsilon: number) =>
      op('SimplifiedLayerNormalization', [x, weight], { axis: -1, epsilon }),
    layerNorm: (x: Value, weight: Value, bias: Value | null, epsilon: number) =>
      op('LayerNormalization', bias ? [x, weight, bias] : [x, weight], { axis: -1, epsilon }),
    /** SiLU(gate)·up. */
    swiGlu: (gate: Value, up: Value) => op('SwiGlu', [gate, up], {}),
    quickGelu: (x: Value, alpha = 1.702) => op('QuickGelu', [x], { alpha }),
    /** x [batch, heads, length, d], positions [batch, length] into the tables cos and sin [positions, d/2]. */
    rotaryEmbedding: (x: Value, positions: Value, cos: Value, sin: Value) =>
      op('RotaryEmbedding', [x, positions, cos, sin], { interleaved: false, num_heads: Number(x.shape[1]) }),
    /** The same value, through which no gradient flows. */
    stopGradient(x: Value): Value {
      const stopped = op('Identity', [x], {});
      graph.stopped.add(stopped);
      return stopped;
    },
    /** x with zeros behind it along an axis, up to `size`. */
    padTo(x: Value, axis: number, size: Dim | undefined): Value {
      const missing = Number(size) - Number(x.shape[axis]);
      if (missing === 0) return x;
      const shape = x.shape.map((dim, i) => (i === axis ? missing : Number(dim)));
      const count = shape.reduce((total, dim) => total * dim, 1);
      const data = x.dtype === 'f32' ? new Float32Array(count) : new Uint16Array(count);
      return op('Concat', [x, addConstant(graph, x.dtype, shape, data)], { axis });
    },
    /** Runs `build` with its nodes outside of any segment: what many segments share is not recomputed. */
    outsideSegment<T>(build: () => T): T {
      const { segment } = graph;
      graph.segment = null;
      try {
        return build();
      } finally {
        graph.segment = segment;
      }
    },
    /** Runs `build` with its nodes marked as one stretch that the backward pass recomputes instead of keeping. */
    segment<T>(name: string, build: () => T): T {
      const outer = graph.segment;
      graph.segment = name;
      try {
        return build();
      } finally {
        graph.segment = outer;
      }
    },
  };
}
