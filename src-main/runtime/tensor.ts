export type TensorData = Float32Array | Int32Array | BigInt64Array | Uint8Array | Uint16Array;

/** A dense tensor on the host. */
export interface Tensor {
  readonly data: TensorData;
  readonly shape: readonly number[];
}

/** Tensors by the names of a graph's inputs. */
export type Feeds = Readonly<Record<string, Tensor>>;
