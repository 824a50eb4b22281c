/** Bytes of a device's memory at the peak of a run. */
export interface PeakBytes {
  /** Weights and constants, which lie there for good. */
  readonly weights: number;
  /** Of what is in use, adapter and optimizer, with the copies that are there at once. */
  readonly state: number;
  /** All that is in use beside the weights. */
  readonly inUse: number;
  /** What the device gave for it. */
  readonly held: number;
}
