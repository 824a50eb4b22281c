import type { Builder } from '../../src-main/graph/builder.ts';
import { addConstant, addNode } from '../../src-main/graph/graph.ts';
import type { Nf4Weight } from '../../src-main/graph/nf4-weight.ts';
import type { Shape, Value } from '../../src-main/graph/value.ts';

/** An input of a case: random numbers of a range, or the data given, which gets no gradient. */
export interface CaseInput {
  readonly shape: Shape;
  readonly low?: number;
  readonly high?: number;
  /** Whole numbers are 64-bit indices; a table is f32. */
  readonly indices?: readonly number[];
  readonly table?: readonly number[];
}

/** A small function of f32 inputs whose gradients are compared with central differences. */
export interface GradientCase {
  readonly name: string;
  /** Sizes of the symbols in the shapes. */
  readonly sizes?: Readonly<Record<string, number>>;
  readonly inputs: readonly CaseInput[];
  build(g: Builder, ...inputs: Value[]): Value | readonly Value[];
}

type Build = GradientCase['build'];

const f32 = (...shape: Shape): CaseInput => ({ shape });
const within = (low: number, high: number, ...shape: Shape): CaseInput => ({ shape, low, high });
const indices = (shape: Shape, ...values: number[]): CaseInput => ({ shape, indices: values });
const table = (shape: Shape, ...values: number[]): CaseInput => ({ shape, table: values });

function simple(name: string, inputs: readonly CaseInput[], build: Build): GradientCase {
  return { name, inputs, build };
}

/** The shapes at which two inputs of an elementwise operation may meet. */
function broadcasts(name: string, build: Build, low = -1.5, high = 1.5): GradientCase[] {
  const shapes: [Shape, Shape][] = [
    [
      [2, 3],
      [2, 3],
    ],
    [[2, 3], [3]],
    [
      [2, 1],
      [1, 3],
    ],
    [[], [2, 3]],
    [[1], [2, 2]],
    [
      [2, 1, 3],
      [4, 1],
    ],
  ];
  const known = shapes.map(([a, b]) =>
    simple(`${name} [${a.join()}] [${b.join()}]`, [f32(...a), within(low, high, ...b)], build),
  );
  const inputs = [f32('batch', 1, 3), within(low, high, 'seq', 1)];
  return [...known, { name: `${name} [batch,1,3] [seq,1]`, sizes: { batch: 2, seq: 4 }, inputs, build }];
}

const elementwise: GradientCase[] = [
  ...broadcasts('Add', (g, a, b) => g.add(a, b)),
  ...broadcasts('Sub', (g, a, b) => g.sub(a, b)),
  ...broadcasts('Mul', (g, a, b) => g.mul(a, b)),
  ...broadcasts('Div', (g, a, b) => g.div(a, b), 0.7, 2),
  simple('Div by a negative', [f32(3), within(-2, -0.7, 3)], (g, a, b) => g.div(a, b)),
  simple('Neg', [f32(2, 3)], (g, x) => g.neg(x)),
  simple('Sqrt', [within(0.5, 3, 2, 3)], (g, x) => g.sqrt(x)),
  simple('Exp', [f32(2, 3)], (g, x) => g.exp(x)),
  simple('Log', [within(0.5, 3, 2, 3)], (g, x) => g.log(x)),
  simple('Reciprocal', [within(0.6, 2, 2, 3)], (g, x) => g.reciprocal(x)),
  simple('Reciprocal of a negative', [within(-2, -0.6, 4)], (g, x) => g.reciprocal(x)),
  simple('Floor', [within(0.2, 0.8, 2, 3)], (g, x) => g.add(g.floor(x), g.mul(x, x))),
  simple('Erf', [f32(2, 3)], (g, x) => g.erf(x)),
  simple('Sigmoid', [within(-3, 3, 2, 3)], (g, x) => g.sigmoid(x)),
  simple('Tanh', [f32(2, 3)], (g, x) => g.tanh(x)),
  simple('Identity', [f32(2, 3)], (g, x) => g.identity(x)),
  simple('Cast', [f32(2, 3)], (g, x) => g.mul(addNode(g.graph, 'Cast', [x], { to: 'f32' })[0]!, x)),
  simple('Where', [f32(2, 3), f32(2, 3), table([2, 3], 1, -1, 1, -1, -1, 1)], (g, a, b, c) =>
    g.where(g.greaterOrEqual(c, g.scalar(0)), g.mul(a, a), b),
  ),
  simple('Where, all three broadcast', [f32(3), f32(2, 1, 1), table([2, 1], 1, -1)], (g, a, b, c) =>
    g.where(g.greaterOrEqual(c, g.scalar(0)), a, b),
  ),
  simple('Where Equal', [f32(2, 3), f32(), table([3], 1, 2, 1)], (g, a, b, c) =>
    g.where(g.equal(c, g.scalar(1)), a, b),
  ),
];

const flags = [
  { transA: false, transB: false },
  { transA: true, transB: false },
  { transA: false, transB: true },
  { transA: true, transB: true },
];
const flagName = ({ transA, transB }: (typeof flags)[number]) =>
  `${transA ? 'Aᵀ' : 'A'}·${transB ? 'Bᵀ' : 'B'}`;
const left = (m: number, k: number, transposed: boolean) => (transposed ? [k, m] : [m, k]);

const linear: GradientCase[] = [
  ...flags.flatMap((flag) => {
    const a = f32(...left(3, 4, flag.transA));
    const b = f32(...left(4, 2, flag.transB));
    const batched = [f32(2, ...a.shape), f32(2, ...b.shape)];
    return [
      simple(`Gemm ${flagName(flag)}`, [a, b], (g, x, y) => g.gemm(x, y, { ...flag, alpha: 0.5 })),
      simple(`Gemm ${flagName(flag)} + C`, [a, b, f32(3, 2)], (g, x, y, c) => g.gemm(x, y, flag, c)),
      simple(`FusedMatMul ${flagName(flag)}`, batched, (g, x, y) => g.matMul(x, y, { ...flag, alpha: 1.5 })),
    ];
  }),
  simple('Gemm + row C', [f32(3, 4), f32(4, 2), f32(2)], (g, x, y, c) => g.gemm(x, y, {}, c)),
  simple('Gemm + scalar C', [f32(3, 4), f32(4, 2), f32()], (g, x, y, c) => g.gemm(x, y, {}, c)),
  simple(
    'Gemm + βC',
    [f32(3, 4), f32(4, 2), f32(3, 1)],
    (g, x, y, c) => addNode(g.graph, 'Gemm', [x, y, c], { beta: -0.5, alpha: 2 })[0]!,
  ),
  simple('MatMul [3,4] [4,2]', [f32(3, 4), f32(4, 2)], (g, x, y) => g.matMul(x, y)),
  simple('MatMul [2,3,4] [2,4,2]', [f32(2, 3, 4), f32(2, 4, 2)], (g, x, y) => g.matMul(x, y)),
  simple('MatMul [2,3,4] [4,2]', [f32(2, 3, 4), f32(4, 2)], (g, x, y) => g.matMul(x, y)),
  simple('MatMul [3,4] [2,4,2]', [f32(3, 4), f32(2, 4, 2)], (g, x, y) => g.matMul(x, y)),
  simple('MatMul [2,1,3,2] [1,3,2,2]', [f32(2, 1, 3, 2), f32(1, 3, 2, 2)], (g, x, y) => g.matMul(x, y)),
  simple('FusedMatMul [2,1,3,4] [3,5,4]ᵀ', [f32(2, 1, 3, 4), f32(3, 5, 4)], (g, x, y) =>
    g.matMul(x, y, { transB: true, alpha: 0.25 }),
  ),
  {
    name: 'Gemm over a symbol',
    sizes: { rows: 3 },
    inputs: [f32('rows', 4), f32(2, 4), f32(2)],
    build: (g, x, w, b) => g.gemm(x, w, { transB: true }, b),
  },
];

/** A matrix [out, in] in NF4 of any codes, magnitudes around 1. */
function nf4Weight(g: Builder, out: number, columns: number, double: boolean): Nf4Weight {
  const blocks = Math.ceil((out * columns) / 64);
  const constant = (dtype: 'f32' | 'u8', shape: Shape, each: (i: number) => number) => {
    const numbers = Array.from({ length: shape.reduce<number>((a, b) => a * Number(b), 1) }, (_, i) =>
      each(i),
    );
    return addConstant(
      g.graph,
      dtype,
      shape,
      dtype === 'u8' ? Uint8Array.from(numbers) : Float32Array.from(numbers),
    );
  };
  const codes = constant('u8', [32 * blocks], (i) => (i * 97 + 13) % 256);
  if (!double)
    return {
      shape: [out, columns],
      codes,
      absmax: constant('f32', [blocks, 1], (i) => 0.5 + i),
      nested: null,
    };
  const nested = {
    codes: constant('u8', [256], (i) => (i * 151 + 40) % 256),
    offset: constant('f32', [1], () => 1.5),
  };
  return { shape: [out, columns], codes, absmax: constant('f32', [1, 1], () => 0.7), nested };
}

const nf4: GradientCase[] = [true, false].flatMap((double) => {
  const name = `Nf4Gemm${double ? ', magnitudes quantised again' : ''}`;
  const both = { transB: true, padded: [8, 24] } as const;
  return [
    simple(`${name}: X·Wᵀ + C`, [f32(3, 22), f32(6)], (g, x, c) =>
      g.nf4Gemm(x, nf4Weight(g, 6, 22, double), { transB: true }, c),
    ),
    simple(`${name}: X·W`, [f32(2, 6)], (g, x) =>
      g.nf4Gemm(x, nf4Weight(g, 6, 22, double), { transB: false }),
    ),
    {
      name: `${name}: over a symbol, padded`,
      sizes: { rows: 2 },
      inputs: [f32('rows', 24), f32('rows', 8)],
      build: (g, x, c) => g.nf4Gemm(x, nf4Weight(g, 6, 22, double), both, c),
    },
  ];
});

const reductions: GradientCase[] = [
  ...([[0], [1], [-1], [0, 2], [0, 1, 2]] as const).flatMap((axes) =>
    [true, false].flatMap((keep) => [
      simple(`ReduceSum ${axes.join()} ${keep}`, [f32(2, 3, 2)], (g, x) =>
        g.reduceSum(g.mul(x, x), axes, keep),
      ),
      simple(`ReduceMean ${axes.join()} ${keep}`, [f32(2, 3, 2)], (g, x) =>
        g.reduceMean(g.mul(x, x), axes, keep),
      ),
    ]),
  ),
  {
    name: 'ReduceSum over symbols',
    sizes: { batch: 2, seq: 3 },
    inputs: [f32('batch', 'seq', 2)],
    build: (g, x) => g.reduceSum(g.exp(x), [1], false),
  },
  simple('Softmax', [f32(2, 4)], (g, x) => g.softmax(x)),
  simple('LogSoftmax', [f32(2, 4)], (g, x) => g.logSoftmax(x)),
  simple('Softmax over axis 1', [f32(2, 3, 2)], (g, x) => g.softmax(x, 1)),
  simple('log-softmax with its top held still', [f32(3, 4)], (g, x) => {
    const top = g.stopGradient(g.reduceMax(x, [1]));
    return g.sub(x, g.add(g.log(g.reduceSum(g.exp(g.sub(x, top)), [1])), top));
  }),
];

const layout: GradientCase[] = [
  simple('Reshape', [f32(2, 6)], (g, x) => g.reshape(g.mul(x, x), [3, 2, 2])),
  {
    name: 'Reshape with two symbols',
    sizes: { batch: 2, seq: 3 },
    inputs: [f32('batch', 'seq', 4)],
    build: (g, x) => g.transpose(g.reshape(g.mul(x, x), ['batch', 'seq', 2, 2]), [0, 2, 1, 3]),
  },
  {
    name: 'Reshape that merges symbols',
    sizes: { batch: 2, seq: 3 },
    inputs: [f32('batch', 'seq', 2)],
    build: (g, x) => g.mul(g.reshape(x, ['batch*seq', 2]), g.reshape(x, ['batch*seq', 2])),
  },
  simple('Reshape to another\u2019s shape', [f32(2, 3), f32(2, 3)], (g, x, y) => g.after(g.mul(x, x), y)),
  simple('Expand', [f32(2, 1)], (g, x) => g.expand(g.mul(x, x), [3, 2, 4])),
  {
    name: 'Expand over symbols',
    sizes: { batch: 2, seq: 3 },
    inputs: [f32(1, 2), f32('batch', 'seq', 2)],
    build: (g, x, y) => g.mul(g.expand(x, ['batch', 'seq', 2]), y),
  },
  simple('Transpose 1 0', [f32(2, 3)], (g, x) => g.transpose(g.mul(x, x), [1, 0])),
  simple('Transpose 2 0 3 1', [f32(2, 3, 2, 2)], (g, x) => g.transpose(x, [2, 0, 3, 1])),
  simple('Concat', [f32(2, 1), f32(2, 3), f32(2, 2)], (g, a, b, c) => g.concat([a, b, c], 1)),
  simple('Concat over axis −2', [f32(1, 2), f32(3, 2)], (g, a, b) => g.concat([a, b], -2)),
  simple('Split', [f32(2, 6)], (g, x) => g.split(g.mul(x, x), [1, 3, 2], 1)),
  simple('Split and Concat of many parts', [f32(40, 1)], (g, x) => {
    const parts = g.split(g.mul(x, x), Array<number>(40).fill(1), 0);
    return g.concat(parts.toReversed(), 1);
  }),
  simple('Split with a part unused', [f32(2, 6)], (g, x) => {
    const [first, , last] = g.split(x, [2, 2, 2], -1) as [Value, Value, Value];
    return g.mul(first, last);
  }),
];

const rows: GradientCase[] = [
  simple('Gather', [f32(4, 3), indices([2], 3, 1)], (g, x, at) => g.gather(x, at)),
  simple('Gather of one row twice', [f32(3, 2), indices([4], 1, 2, 1, 1)], (g, x, at) => g.gather(x, at)),
  simple('Gather by a matrix of indices', [f32(3, 2), indices([2, 2], 1, 2, 1, 0)], (g, x, at) =>
    g.gather(x, at),
  ),
  simple('Gather of three axes', [f32(3, 2, 2), indices([2], 2, 0)], (g, x, at) => g.gather(x, at)),
  {
    name: 'Gather over symbols',
    sizes: { rows: 4, picked: 3 },
    inputs: [f32('rows', 2), indices(['picked'], 2, 2, 0)],
    build: (g, x, at) => g.gather(x, at),
  },
  simple('ScatterND replaces', [f32(4, 3), f32(2, 3), indices([2], 2, 0)], (g, x, u, at) =>
    g.scatterRows(g.mul(x, x), at, g.mul(u, u)),
  ),
  simple('ScatterND adds', [f32(4, 3), f32(3, 3), indices([3], 2, 0, 2)], (g, x, u, at) =>
    g.scatterRows(g.mul(x, x), at, g.mul(u, u), 'add'),
  ),
  {
    name: 'ScatterND over symbols',
    sizes: { rows: 4, picked: 2 },
    inputs: [f32('rows', 2), f32('picked', 2), indices(['picked'], 3, 1)],
    build: (g, x, u, at) => g.scatterRows(x, at, u),
  },
];

const angles = [0.3, 1.2, -0.7, 2.1, 0.1, -1.9];
const cos = table([3, 2], ...angles.map(Math.cos));
const sin = table([3, 2], ...angles.map(Math.sin));

const fused: GradientCase[] = [
  simple('RMSNorm', [f32(3, 4), within(0.5, 1.5, 4)], (g, x, w) => g.rmsNorm(x, w, 1e-6)),
  simple('RMSNorm with a large ε', [f32(3, 4), within(0.5, 1.5, 4)], (g, x, w) => g.rmsNorm(x, w, 0.5)),
  simple('RMSNorm of three axes', [f32(2, 2, 4), f32(4)], (g, x, w) => g.rmsNorm(x, w, 1e-6)),
  simple('LayerNorm', [f32(3, 4), within(0.5, 1.5, 4), f32(4)], (g, x, w, b) => g.layerNorm(x, w, b, 1e-5)),
  simple('LayerNorm without bias', [f32(3, 4), f32(4)], (g, x, w) => g.layerNorm(x, w, null, 0.1)),
  simple('SoftmaxMatMul', [f32(2, 3, 4), f32(2, 4, 2)], (g, x, v) => g.softmaxMatMul(x, v)),
  simple('SwiGLU', [within(-4, 4, 2, 4), f32(2, 4)], (g, gate, up) => g.swiGlu(gate, up)),
  simple('QuickGelu', [within(-4, 4, 2, 4)], (g, x) => g.quickGelu(x)),
  simple('Gelu', [within(-3, 3, 2, 4)], (g, x) => g.gelu(x)),
  simple(
    'RotaryEmbedding',
    [f32(2, 2, 3, 4), indices([2, 3], 2, 0, 1, 1, 1, 2), cos, sin],
    (g, x, at, c, s) => g.rotaryEmbedding(x, at, c, s),
  ),
];

/** One value used by several operations: its gradients add up, in every order in which they are met. */
const together: GradientCase[] = [
  simple('a value used four times', [f32(2, 3), f32(3)], (g, x, y) => {
    const product = g.mul(x, y);
    return g.add(g.mul(product, g.sigmoid(product)), g.sub(x, g.mul(y, y)));
  }),
  simple('products that meet', [f32(3, 4), f32(2, 4), f32(2, 4), f32(3, 2)], (g, x, a, b, c) => {
    const first = g.gemm(x, a, { transB: true });
    const second = g.gemm(x, b, { transB: true, alpha: 0.5 }, c);
    return g.add(g.mul(first, second), g.gemm(x, a, { transB: true }, second));
  }),
  simple('a product that is added to and used again', [f32(3, 4), f32(4, 2), f32(3, 2)], (g, x, a, c) => {
    const product = g.gemm(x, a);
    return g.mul(g.add(product, c), product);
  }),
  simple(
    'a product with a bias that is added to',
    [f32(3, 4), f32(4, 2), f32(2), f32(3, 2)],
    (g, x, a, b, c) => g.exp(g.add(g.gemm(x, a, { alpha: 0.3 }, b), c)),
  ),
  simple('an expansion that its partner does not make', [f32(1, 2), f32(2)], (g, x, y) =>
    g.exp(g.reduceSum(g.mul(g.expand(x, [3, 2]), y), [0])),
  ),
  simple('two layers that are computed again', [f32(3, 4), f32(4, 4), within(0.5, 1.5, 4)], (g, x, w, n) => {
    const layer = (v: Value) => g.add(v, g.sigmoid(g.gemm(g.rmsNorm(v, n, 1e-6), w, { transB: true })));
    const first = g.segment('first', () => layer(x));
    return g.segment('second', () => layer(first));
  }),
  {
    name: 'attention with grouped heads over symbols',
    sizes: { batch: 2, seq: 3 },
    inputs: [f32('batch*seq', 8), f32('batch*seq', 4), f32('batch*seq', 4), f32('batch', 'seq', 1)],
    build(g, q, k, v, size) {
      const heads = (x: Value, n: number) => g.transpose(g.reshape(x, ['batch', 'seq', n, 4]), [0, 2, 1, 3]);
      const scores = g.matMul(heads(q, 2), heads(k, 1), { transB: true, alpha: 0.5 });
      const mixed = g.transpose(g.matMul(g.softmax(scores), heads(v, 1)), [0, 2, 1, 3]);
      return g.mul(g.reshape(mixed, ['batch', 'seq', 8]), size);
    },
  },
];

/** Every operation's rule at the shapes where it can go wrong. */
export const gradientCases: readonly GradientCase[] = [
  ...elementwise,
  ...linear,
  ...nf4,
  ...reductions,
  ...layout,
  ...rows,
  ...fused,
  ...together,
];
