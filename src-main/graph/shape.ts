import { QuartetError } from '../common/errors.ts';
import type { Dim, Shape } from './value.ts';

/** Product of sizes in one normal form (number first, names sorted), so that equal products compare equal. */
export function product(dims: Shape): Dim {
  let factor = 1;
  const names: string[] = [];
  for (const dim of dims) {
    if (typeof dim === 'number') factor *= dim;
    else
      for (const part of dim.split('*')) {
        if (/^\d+$/.test(part)) factor *= Number(part);
        else names.push(part);
      }
  }
  if (names.length === 0 || factor === 0) return factor;
  names.sort();
  return [...(factor === 1 ? [] : [String(factor)]), ...names].join('*');
}

/** Value of a size under bound names; an unbound name is an error of the caller. */
export function evaluate(dim: Dim, bound: ReadonlyMap<string, number>): number {
  if (typeof dim === 'number') return dim;
  return dim.split('*').reduce((total, part) => {
    if (/^\d+$/.test(part)) return total * Number(part);
    const size = bound.get(part);
    if (size === undefined)
      throw new QuartetError('INTERNAL', `size "${part}" of ${dim} is not bound by any input`);
    return total * size;
  }, 1);
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dim, i) => dim === b[i]);
}

/** NumPy's broadcasting over symbolic sizes; two different names never match. */
export function broadcast(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const x = a[i - rank + a.length] ?? 1;
    const y = b[i - rank + b.length] ?? 1;
    if (x === y || y === 1) return x;
    if (x === 1) return y;
    throw new QuartetError(
      'INTERNAL',
      `shapes [${a.join(', ')}] and [${b.join(', ')}] do not broadcast at axis ${i}`,
    );
  });
}

/** Axis counted from the front. */
export function positiveAxis(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}
