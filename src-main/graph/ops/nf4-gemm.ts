import { broadcast } from '../shape.ts';
import { addNode } from '../graph.ts';
import type { OpDef } from '../op.ts';

/**
 * Y = X·Wᵀ + C (or X·W without transB) on a 4-bit W, which is frozen. No operation of ONNX: `passes/lower-nf4.ts` writes
 * it in those that every provider runs, each with a W of its own, unpacked when X is there and dropped after the product.
 */
export const Nf4Gemm: OpDef<'Nf4Gemm'> = {
  infer: ([x], { padded, transB }, { inputs }) => {
    const [out, columns] = padded as [number, number];
    const [from, to] = transB ? [columns, out] : [out, columns];
    if (x!.shape.length !== 2 || x!.shape[1] !== from) throw new Error(`X must be [rows, ${from}]`);
    const shape = [x!.shape[0]!, to];
    const c = inputs[5];
    if (c && broadcast(shape, c.shape).some((dim, i) => dim !== shape[i])) throw new Error('C does not fit');
    return [{ dtype: x!.dtype, shape }];
  },
  vjp: (g, { attributes, node: { inputs } }, [dy]) => {
    const [, ...rest] = inputs;
    const dX = () =>
      addNode(g.graph, 'Nf4Gemm', [dy!, ...rest.slice(0, 4), null], {
        ...attributes,
        transB: !attributes.transB,
      })[0]!;
    const frozen = rest.slice(0, 4).filter((value) => value !== null);
    return [dX, ...frozen.map(() => null), () => dy!];
  },
};
