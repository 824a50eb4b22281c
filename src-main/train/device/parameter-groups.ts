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
  /** Rows that it takes of the vector: behind its own are zeros, which no gradient moves. */
  readonly rows: number;
}

/** Groups for graphs that compute in `dtype`, whose results may be padded. */
export function groupParameters(trainable: readonly TrainableShape[], dtype: ComputeType): ParameterGroup[] {
  const groups = new Map<string, ParameterMember[]>();
  trainable.forEach(({ name, shape, reads = null, pad }, index) => {
    const rows = pad ? paddedSize(shape[0], dtype) : shape[0];
    const group = groupOf(name);
    groups.set(group, [...(groups.get(group) ?? []), { index, shape, reads, rows }]);
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
 * layer of its group: the peak of 3B at batch 8 is no higher with two, and 1 GiB higher with four.
 */
const layersPerGroup = 2;

/** Of a parameter in `….layers.3.mlp.up_proj.…` it is `….layers.2`, by the last number of its path. */
function groupOf(name: string): string {
  const [, path, layer] = /^(.*\.)(\d+)(?=\.)/.exec(name) ?? [];
  return layer ? `${path}${Number(layer) - (Number(layer) % layersPerGroup)}` : name;
}

/** Numbers that they take. */
export function sizeOf(members: readonly ParameterMember[]): number {
  return members.reduce((sum, { rows, shape: [, columns] }) => sum + rows * columns, 0);
}

/** Tensors as feeds `<part>:<group>`, each group's laid end to end in an array of its own. */
export function groupFeeds(part: string, groups: readonly ParameterGroup[], tensors: Tensors): Feeds {
  return Object.fromEntries(
    groups.map((group) => {
      const data = new Float32Array(group.size);
      for (const { index, at } of placesOf(group)) data.set(tensors[index]!, at);
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
    for (const { index, at, length } of placesOf(group)) tensors[index] = data.slice(at, at + length);
  }
  return tensors;
}

/** Where each member's own numbers lie in its group. */
function placesOf({ members }: ParameterGroup): { index: number; at: number; length: number }[] {
  let next = 0;
  return members.map((member) => {
    const { index, shape } = member;
    const at = next;
    next += sizeOf([member]);
    return { index, at, length: shape[0] * shape[1] };
  });
}
