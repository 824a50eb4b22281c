import type { Graph } from './graph.ts';

/** Element types that the graph knows; ONNX's own numbers for them stand in `onnx/encode.ts`. */
export type DType = 'f32' | 'f16' | 'bf16' | 'i32' | 'i64' | 'u8' | 'u16' | 'bool';

/** A size: known, or a product of named sizes that are bound at run time, such as `batch*seq` or `4*cells`. */
export type Dim = number | string;

export type Shape = readonly Dim[];

export interface TensorType {
  readonly dtype: DType;
  readonly shape: Shape;
}

/** Where the bytes of a weight lie: a range of a file, so that a snapshot is used in place. */
export interface FileRange {
  readonly file: string;
  readonly offset: number;
  readonly length: number;
}

/** bf16 and f16 constants are given as their 16 bits. */
export type ConstantData = Float32Array | Int32Array | BigInt64Array | Uint8Array | Uint16Array;

/**
 * Where a value comes from. The runtime fills two kinds of inputs itself: `dims` hold a shape, from the bound sizes, and
 * a `view` holds what another input is fed, under another shape.
 */
export type Source =
  | { readonly kind: 'input' }
  | { readonly kind: 'dims'; readonly dims: Shape }
  | { readonly kind: 'view'; readonly of: Value }
  | { readonly kind: 'weight'; readonly range: FileRange }
  | { readonly kind: 'constant'; readonly data: ConstantData }
  | { readonly kind: 'node'; readonly node: Node; readonly index: number };

export interface Value extends TensorType {
  readonly name: string;
  readonly source: Source;
}

export type Attribute = number | string | boolean | readonly number[];

/** One ONNX operation; an absent optional input is null. `segment` names the stretch that is recomputed as one. */
export interface Node {
  readonly op: string;
  readonly name: string;
  readonly inputs: readonly (Value | null)[];
  readonly outputs: readonly Value[];
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly segment: string | null;
  /** Of an If: the graphs that run inside, under ONNX's names. They may read values of the graphs around them. */
  readonly bodies?: Readonly<Record<string, Graph>>;
}

/** `f32[batch, 4]` */
export function printType(type: TensorType): string {
  return `${type.dtype}[${type.shape.join(', ')}]`;
}
