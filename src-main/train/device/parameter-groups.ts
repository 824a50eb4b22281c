import { paddedSize, type ComputeType } from '../../models/network.ts';
import type { TrainableShape } from '../graphs.ts';
import type { Feeds } from '../../runtime/tensor.ts';
import type { Tensors } from '../optimizer.ts';

/**
 * Adapter tensors of neighbouring layers, laid end to end in one vector: one node updates what would take one a tensor.
 * Groups stand in the order of the forward pass.
 */
export interface ParameterGroup {
  readonly name: string;
  readonly members: readonly ParameterMember[];
  /** Numbers in all members and behind them. */
  readonly size: number;
}

export interface ParameterMember {
  /** Among the trainable tensors. */
  readonly index: number;
  readonly shape: readonly [rows: number, columns: number];
  /** The value that it is multiplied with, where others may be as well: those lie side by side. */
  readonly reads: string | null;
  /** Rows and columns that it takes of the vector: behind its own are zeros, which no gradient moves. */
  readonly laid: readonly [rows: number, columns: number];
}

/** Groups for graphs that compute in `dtype`, where results may be padded. */
export function groupParameters(trainable: readonly TrainableShape[], dtype: ComputeType): ParameterGroup[] {
  const groups = new Map<string, ParameterMember[]>();
  trainable.forEach(({ name, shape, reads = null, pad }, index) => {
    const [rows, columns] = shape;
    const laid = [
      pad === 'rows' ? paddedSize(rows, dtype) : rows,
      pad === 'columns' ? paddedSize(columns, dtype) : columns,
    ] as const;
    const group = groupOf(name);
    groups.set(group, [...(groups.get(group) ?? []), { index, shape, reads, laid }]);
  });
  return [...groups].map(([name, unordered]) => {
    const members = blocksOf(unordered).flat();
    return { name, members, size: sizeOf(members) };
  });
}

/** Members that are used as one, [rows of all, columns], in the order in which the first of each stands. */
export function blocksOf(members: readonly ParameterMember[]): ParameterMember[][] {
  const blocks = new Map<string | ParameterMember, ParameterMember[]>();
  for (const member of members) {
    const key = member.reads ?? member;
    blocks.set(key, [...(blocks.get(key) ?? []), member]);
  }
  return [...blocks.values()];
}

/**
 * Layers of a group. What a layer's gradients are made of cannot be let go until the backward pass has come to the first
 * layer of its group: by the forecast for 3B, two cost half a per cent of memory at batch 8, four 2 % where layers are
 * computed again.
 */
const layersPerGroup = 2;

/** Of a parameter in `….layers.3.mlp.up_proj.…` it is `….layers.2`, by the last number of its path. */
function groupOf(name: string): string {
  const [, path, layer] = /^(.*\.)(\d+)(?=\.)/.exec(name) ?? [];
  return layer ? `${path}${Number(layer) - (Number(layer) % layersPerGroup)}` : name;
}

/** Numbers that they take. */
export function sizeOf(members: readonly ParameterMember[]): number {
  return members.reduce((sum, { laid: [rows, columns] }) => sum + rows * columns, 0);
}

/** Tensors as feeds `<part>:<group>`, each group's laid end to end in an array of its own. */
export function groupFeeds(part: string, groups: readonly ParameterGroup[], tensors: Tensors): Feeds {
  return Object.fromEntries(
    groups.map((group) => {
      const data = new Float32Array(group.size);
      for (const { index, from, at, length } of rowsOf(group))
        data.set(tensors[index]!.subarray(from, from + length), at);
      return [`${part}:${group.name}`, { data, shape: [group.size] }];
    }),
  );
}

/** The tensors of `count` in all that were laid out as such feeds. */
export function tensorsOf(
  part: string,
  groups: readonly ParameterGroup[],
  count: number,
  feeds: Feeds,
): Tensors {
  const tensors = Array<Float32Array>(count);
  for (const group of groups) {
    const data = feeds[`${part}:${group.name}`]!.data as Float32Array;
    for (const { index, shape } of group.members) tensors[index] = new Float32Array(shape[0] * shape[1]);
    for (const { index, from, at, length } of rowsOf(group))
      tensors[index]!.set(data.subarray(at, at + length), from);
  }
  return tensors;
}

/** A stretch of a member's own numbers: where it begins in the tensor, and where in the group. */
interface Stretch {
  readonly index: number;
  readonly from: number;
  readonly at: number;
  readonly length: number;
}

/** Members row by row where zeros follow each row, else whole. */
function* rowsOf({ members }: ParameterGroup): Generator<Stretch> {
  let next = 0;
  for (const { index, shape, laid } of members) {
    const [count, length] = shape[1] === laid[1] ? [1, shape[0] * shape[1]] : shape;
    for (let row = 0; row < count; row++)
      yield { index, from: row * length, at: next + row * laid[1], length };
    next += laid[0] * laid[1];
  }
}
