import { broadcast } from '../shape.ts';
import type { Nf4Weight } from '../nf4-weight.ts';
import type { OpDef } from '../op.ts';
import type { Value } from '../value.ts';

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
  vjp: (g, { attributes: { shape, padded, transB }, node: { inputs } }, [dy]) => {
    const [, codes, absmax, nestedCodes, offset] = inputs as [
      Value,
      Value,
      Value,
      Value | null,
      Value | null,
    ];
    const nested = nestedCodes && offset ? { codes: nestedCodes, offset } : null;
    const weight: Nf4Weight = { shape: pair(shape), codes, absmax, nested };
    const frozen = nested ? [null, null, null, null] : [null, null];
    return [() => g.nf4Gemm(dy!, weight, { transB: !transB, padded: pair(padded) }), ...frozen, () => dy!];
  },
};

function pair([out, columns]: readonly number[]): readonly [number, number] {
  return [out!, columns!];
}
