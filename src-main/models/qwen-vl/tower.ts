import type { Builder } from '../../graph/builder.ts';
import type { Value } from '../../graph/value.ts';
import type { Network } from '../network.ts';
import type { Grid, PaddedSide } from '../family.ts';

/** What the vision tower of one family has of its own; the rest is the same in all of them. */
export interface Tower {
  /** Linears of a block's MLP by name, in the order of their modules. */
  readonly mlpLinears: Readonly<Record<string, Features>>;
  /** A block's MLP on x [rows, width], through those Linears: each time those that read one value. */
  mlp(g: Builder, linears: (x: Value, parts: readonly string[]) => Value[], x: Value): Value;
  /** Norm of x [rows, width], with weights stored under `name`. */
  norm(net: Network, name: string, x: Value): Value;
  /** Merged cells of one picture by attention window. */
  windows(grid: Grid): number[][];
  /** Whether the patches of this block see their whole picture, or their own window. */
  seesAll(block: number): boolean;
}

interface Features {
  readonly in: number;
  readonly out: number;
  readonly pad: PaddedSide;
  /** The module before it in a block, whose result it reads. */
  readonly reads: string;
}
