import { QuartetError } from '../common/errors.ts';
import { nestedBlock, nf4Block } from '../common/nf4.ts';
import type { Dtype } from '../data/safetensors.ts';
import type { Snapshot } from '../data/snapshot.ts';
import { createBuilder, type Builder } from '../graph/builder.ts';
import { addInput, addWeight, rootOf, type Graph } from '../graph/graph.ts';
import type { Nf4Weight } from '../graph/nf4-weight.ts';
import type { DType, Shape, Value } from '../graph/value.ts';
import type { FeedForm } from './family.ts';
import { hostMessage } from '../messages/host-messages.ts';

/** What a family builds its graph with: the builder, the snapshot's weights, and Linears that carry their adapter. */
export interface Network {
  readonly g: Builder;
  /** Recompute each layer in the backward pass instead of keeping its activations. */
  readonly recompute: boolean;
  /** What activations and weights are computed in. */
  readonly dtype: ComputeType;
  /** As what pictures are fed. */
  readonly pictures: FeedForm['pictures'];
  /** A weight in its stored layout and that type; where a cast is needed it is folded when the graph is loaded. */
  weight(name: string, shape: Shape): Value;
  /** A weight in the type it is stored in. */
  stored(name: string, shape: Shape): Value;
  has(name: string): boolean;
  input(name: string, dtype: DType, shape: Shape): Value;
  /** An f32 input (a table, a mask) in the type that is computed in; cast once however often it is asked for. */
  table(name: string, shape: Shape): Value;
  /** What is added to scores, from f32: `never` is within f16's range there. */
  mask(scores: Value): Value;
  /**
   * x·Wᵀ + b of each Linear that reads x [rows, in], plus what an adapter adds. Where the hardware wants it, a result
   * may have more columns than asked for, with zeros; x may be such a result.
   */
  linears(x: Value, parts: readonly Linear[]): Value[];
  /** The same of the only one that reads x. */
  linear(x: Value, part: Linear): Value;
  /** x + y in the residual stream. */
  join(x: Value, y: Value): Value;
}

/** A Linear by PEFT's path and the name on disk. */
export interface Linear extends LinearSize {
  readonly path: string;
  readonly name: string;
}

export interface LinearSize {
  readonly in: number;
  readonly out: number;
  readonly bias: boolean;
  /** Whether the result may be padded: its reader must take zeros behind it. */
  readonly pad?: boolean;
  /** Whether the result may exceed what f16 holds: then it comes in f32. */
  readonly large?: boolean;
}

/**
 * What the residual stream is kept in, whatever is computed in: what f16 holds, real towers exceed; in bf16, rounding it
 * after each of 7B's 120 sums costs a fifth of the gradients' accuracy (docs/decisions/0009).
 */
export const streamType = 'f32';

/** Brings twice −10⁹ to −61,035: f16 ends at −65,504, and a row of −∞ alone has no softmax. */
const maskScale = 2 ** -15;

/** What large results are computed in sixteenths of, in f16; a power of two rounds nothing. */
const sixteenth = 2 ** -4;

/** bf16 and f16 only where a provider computes in them. */
export type ComputeType = 'f32' | 'bf16' | 'f16';

/** What a size that may be padded becomes: tensor cores want 8 numbers of bf16. */
export function paddedSize(size: number, dtype: ComputeType): number {
  const alignment = dtype === 'bf16' ? 8 : 1;
  return Math.ceil(size / alignment) * alignment;
}

/** What an adapter adds to Linears that read one x: given their base outputs, the new outputs. */
export type Adapt = (x: Value, parts: readonly AdaptedPart[]) => Value[];

export interface AdaptedPart {
  readonly path: string;
  readonly base: Value;
}

const storedTypes: Partial<Record<Dtype, DType>> = { F32: 'f32', F16: 'f16', BF16: 'bf16', U8: 'u8' };

export interface NetworkOptions {
  readonly g: Builder;
  readonly snapshot: Snapshot;
  readonly adapt?: Adapt;
  readonly recompute?: boolean;
  readonly dtype?: ComputeType;
  readonly pictures?: FeedForm['pictures'];
  /** Where inputs come from; the default makes them inputs of the graph. */
  input?(name: string, dtype: DType, shape: Shape): Value;
}

export function createNetwork(options: NetworkOptions): Network {
  const { g, snapshot, adapt, recompute = false, dtype = 'f32' } = options;
  const inputs = new Map<string, Value>();
  const casts = new Map<Value, Value>();
  const stored = (name: string, shape: Shape): Value => {
    const entry = snapshot.tensors.get(name);
    if (!entry)
      throw new QuartetError(
        'INVALID_INPUT',
        hostMessage('weight-missing', { folder: snapshot.folder, weight: name }),
      );
    const dtype = storedTypes[entry.dtype];
    if (!dtype)
      throw new QuartetError(
        'UNSUPPORTED',
        hostMessage('tensor-unsupported', { file: entry.file, tensor: name, type: entry.dtype }),
      );
    const count = (sizes: Shape) => sizes.reduce<number>((total, size) => total * Number(size), 1);
    if (count(entry.shape) !== count(shape)) {
      throw new QuartetError(
        'INVALID_INPUT',
        hostMessage('weight-shape', {
          file: entry.file,
          weight: name,
          found: entry.shape.join(', '),
          expected: shape.join(', '),
        }),
      );
    }
    const file = snapshot.weights.locations.get(entry.file)!;
    return addWeight(g.graph, name, dtype, shape, { file, offset: entry.offset, length: entry.length });
  };
  const computed = (raw: Value): Value => {
    const known = casts.get(raw) ?? g.cast(raw, dtype);
    casts.set(raw, known);
    return known;
  };
  const weight = (name: string, shape: Shape): Value => computed(stored(name, shape));
  /** A matrix that the snapshot holds in 4 bits; null where it does not. */
  const nf4 = (name: string, shape: readonly [number, number]): Nf4Weight | null => {
    if (!snapshot.tensors.has(`${name}.absmax`)) return null;
    const blocks = Math.ceil((shape[0] * shape[1]) / nf4Block);
    const groups = Math.ceil(blocks / nestedBlock);
    const codes = stored(name, [(blocks * nf4Block) / 2]);
    if (!snapshot.tensors.has(`${name}.nested_absmax`))
      return { shape, codes, absmax: stored(`${name}.absmax`, [blocks, 1]), nested: null };
    return {
      shape,
      codes,
      absmax: stored(`${name}.nested_absmax`, [groups, 1]),
      nested: {
        codes: stored(`${name}.absmax`, [groups * nestedBlock]),
        offset: stored(`${name}.nested_offset`, [1]),
      },
    };
  };
  // A graph that trains and answers builds two networks: one padded copy serves both.
  const padded = (value: Value, axis: number, size: number): Value =>
    g.shared(`padded ${value.name} ${axis} ${size}`, () => paddedWeight(g.graph, value, axis, size));
  const input = (name: string, type: DType, shape: Shape): Value => {
    const known =
      inputs.get(name) ?? options.input?.(name, type, shape) ?? addInput(g.graph, name, type, shape);
    inputs.set(name, known);
    return known;
  };
  const product = (x: Value, { name, ...size }: Linear, scaled: number): Value => {
    const out = size.pad ? paddedSize(size.out, dtype) : size.out;
    const bias = size.bias ? g.scale(padded(weight(`${name}.bias`, [size.out]), 0, out), scaled) : undefined;
    const columns = Number(x.shape[1]);
    const packed = nf4(`${name}.weight`, [size.out, size.in]);
    if (packed) return g.nf4Gemm(x, packed, { transB: true, padded: [out, columns] }, bias);
    const whole = padded(padded(weight(`${name}.weight`, [size.out, size.in]), 0, out), 1, columns);
    return g.gemm(x, whole, { transB: true }, bias);
  };
  const linears = (x: Value, parts: readonly Linear[]): Value[] => {
    const scaled = dtype === 'f16' && parts.some(({ large }) => large) ? sixteenth : 1;
    const input = g.scale(x, scaled);
    const bases = parts.map((part) => ({ path: part.path, base: product(input, part, scaled) }));
    const ys = adapt ? adapt(input, bases) : bases.map(({ base }) => base);
    return scaled === 1 ? ys : ys.map((y) => g.scale(g.cast(y, 'f32'), 1 / scaled));
  };
  return {
    g,
    dtype,
    recompute,
    weight,
    stored,
    has: (name) => snapshot.tensors.has(name),
    input,
    table: (name, shape) => computed(input(name, 'f32', shape)),
    mask: (scores) => g.cast(dtype === 'f16' ? g.scale(scores, maskScale) : scores, dtype),
    pictures: options.pictures ?? 'floats',
    linears,
    linear: (x, part) => linears(x, [part])[0]!,
    join: (x, y) => g.add(x, g.cast(y, x.dtype)),
  };
}

/** A weight with zeros behind it, made in the outermost graph, where it is folded when the graph is loaded. */
function paddedWeight(graph: Graph, weight: Value, axis: number, size: number): Value {
  const g = createBuilder(rootOf(graph));
  return g.outsideSegment(() => g.padTo(weight, axis, size));
}
