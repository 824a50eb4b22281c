import type { OpDef } from '../op.ts';
import { product } from '../shape.ts';

/** y = data[indices] along an axis. Along axis 0 the gradient adds each dy row back to the row it came from. */
export const Gather: OpDef<'Gather'> = {
  infer: ([data, indices], { axis }) => [
    {
      dtype: data!.dtype,
      shape: [...data!.shape.slice(0, axis), ...indices!.shape, ...data!.shape.slice(axis + 1)],
    },
  ],
  vjp: (g, { inputs: [data, indices], attributes: { axis } }, [dy]) => [
    () => {
      if (axis !== 0) throw new Error('the gradient of Gather is written for axis 0 only');
      const count = product(indices!.shape);
      // Rows may meet, so they are added in f32, for which every provider has the kernel.
      const updates = g.cast(g.reshape(dy!, [count, ...data!.shape.slice(1)]), 'f32');
      const sums = g.scatterRows(g.zeros('f32', data!.shape), g.reshape(indices!, [count]), updates, 'add');
      return g.cast(sums, dy!.dtype);
    },
    null,
  ],
};

/** y = data with the rows named by indices [n, 1] replaced by updates [n, …], or added to under reduction "add". */
export const ScatterND: OpDef<'ScatterND'> = {
  infer: ([data, indices]) => {
    if (indices!.shape.length !== 2 || indices!.shape[1] !== 1) throw new Error('indices must be [rows, 1]');
    return [data!];
  },
  vjp: (g, { inputs: [, indices, updates], attributes: { reduction } }, [dy]) => {
    const rows = () => g.reshape(indices!, [indices!.shape[0]!]);
    return [
      () => (reduction === 'add' ? dy! : g.scatterRows(dy!, rows(), g.zeros(dy!.dtype, updates!.shape))),
      null,
      () => g.gather(dy!, rows(), 0),
    ];
  },
};
