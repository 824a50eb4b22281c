import type { TrainableShape } from '../graphs.ts';
import type { Tensors } from '../optimizer.ts';

/** Adapter tensors of one shape, stacked along their rows: [count·rows, columns]. One group is one node where each tensor would be one. */
export interface ParameterGroup {
  readonly name: string;
  readonly shape: readonly [rows: number, columns: number];
  /** Indices into the trainable tensors. */
  readonly members: readonly number[];
}

export function groupParameters(trainable: readonly TrainableShape[]): ParameterGroup[] {
  const groups = new Map<string, { shape: readonly [number, number]; members: number[] }>();
  trainable.forEach(({ shape }, index) => {
    const key = shape.join('x');
    const known = groups.get(key);
    if (known) known.members.push(index);
    else groups.set(key, { shape, members: [index] });
  });
  return [...groups].map(([name, group]) => ({ name, ...group }));
}

/** Size of a group's stacked tensor. */
export function stackedShape({ shape: [rows, columns], members }: ParameterGroup): readonly [number, number] {
  return [members.length * rows, columns];
}

/** Tensors laid into one array a group; the tensors given back are views of those arrays. */
export function stack(
  groups: readonly ParameterGroup[],
  tensors: Tensors,
): { stacked: Float32Array[]; views: Float32Array[] } {
  const stacked = groups.map((group) => new Float32Array(stackedShape(group)[0] * group.shape[1]));
  const views = [...tensors] as Float32Array[];
  groups.forEach(({ shape, members }, g) => {
    const size = shape[0] * shape[1];
    members.forEach((index, i) => {
      const view = stacked[g]!.subarray(i * size, (i + 1) * size);
      view.set(tensors[index]!);
      views[index] = view;
    });
  });
  return { stacked, views };
}
