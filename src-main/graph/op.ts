import type { Builder } from './builder.ts';
import type { Attribute, Node, TensorType, Value } from './value.ts';

type None = Record<never, never>;

/** Attributes of every operation the graph can hold, under ONNX's names. Flags are booleans here, 0/1 in the file. */
export interface OpAttributes {
  Add: None;
  Sub: None;
  Mul: None;
  Div: None;
  Sum: None;
  Neg: None;
  Sqrt: None;
  Exp: None;
  Log: None;
  Reciprocal: None;
  Floor: None;
  Erf: None;
  Sigmoid: None;
  Tanh: None;
  Equal: None;
  GreaterOrEqual: None;
  Where: None;
  Identity: None;
  Cast: { to: string };
  Gemm: { alpha?: number; beta?: number; transA?: boolean; transB?: boolean };
  MatMul: None;
  Nf4Gemm: { shape: readonly number[]; padded: readonly number[]; transB: boolean };
  FusedMatMul: { alpha?: number; transA?: boolean; transB?: boolean };
  ReduceSum: { keepdims: boolean };
  ReduceMean: { keepdims: boolean };
  ReduceMax: { keepdims: boolean };
  Softmax: { axis: number };
  LogSoftmax: { axis: number };
  Reshape: None;
  Expand: None;
  Shape: { start?: number };
  Transpose: { perm: readonly number[] };
  Concat: { axis: number };
  Split: { axis: number };
  Slice: None;
  Gather: { axis: number };
  ScatterND: { reduction?: string };
  SimplifiedLayerNormalization: { axis: number; epsilon: number };
  LayerNormalization: { axis: number; epsilon: number };
  QuickGelu: { alpha: number };
  SwiGlu: None;
  SoftmaxMatMul: None;
  Gelu: None;
  RotaryEmbedding: { interleaved: boolean; num_heads: number };
}

export type OpName = keyof OpAttributes;

export type AttributesOf<N extends OpName> = OpAttributes[N];

/** A node as its rule sees it. Inputs are those given; rules of operations with optional inputs check for them. */
export interface RuleNode<N extends OpName> {
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly attributes: AttributesOf<N>;
  readonly node: Node;
}

/** Gradient of one input, built only when it is wanted. */
export type Thunk = () => Value;

export interface OpDef<N extends OpName> {
  /** ONNX Runtime's contrib operations live in `com.microsoft`; the default is ONNX's own. */
  readonly domain?: 'com.microsoft';
  /** Attributes that ONNX stores as floats although JavaScript writes them as any number. */
  readonly floats?: readonly string[];
  /** Number of outputs beyond the first are decided by what this returns. */
  infer(
    inputs: readonly TensorType[],
    attributes: AttributesOf<N>,
    node: { readonly inputs: readonly (Value | null)[] },
  ): readonly TensorType[];
  /**
   * Vector–Jacobian product: gradients of the inputs from those of the outputs. A rule may return a broadcast
   * shape (the driver sums it back); null means that nothing flows there. Without a rule, asking is an error.
   */
  vjp?(g: Builder, node: RuleNode<N>, dys: readonly Value[]): readonly (Thunk | null)[];
}

export type AnyOpDef = {
  readonly domain?: 'com.microsoft';
  readonly floats?: readonly string[];
  infer(
    inputs: readonly TensorType[],
    attributes: Record<string, Attribute>,
    node: { readonly inputs: readonly (Value | null)[] },
  ): readonly TensorType[];
  vjp?(
    g: Builder,
    node: {
      inputs: readonly Value[];
      outputs: readonly Value[];
      attributes: Record<string, Attribute>;
      node: Node;
    },
    dys: readonly Value[],
  ): readonly (Thunk | null)[];
};
