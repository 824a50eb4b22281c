import type { OpDef, OpName } from '../op.ts';
import * as elementwise from './elementwise.ts';
import * as fused from './fused.ts';
import * as rows from './index-rows.ts';
import * as layout from './layout.ts';
import * as linear from './linear.ts';
import * as nf4 from './nf4-gemm.ts';
import * as reduce from './reduce.ts';

const { Shape_: Shape, ...layouts } = layout;
const { reducedAxes: _helper, ...reductions } = reduce;
const { inferMatMul: _types, ...products } = linear;

/** Every operation of the graph. The compiler rejects this literal when one is missing. */
export const ops = {
  ...elementwise,
  ...products,
  ...nf4,
  ...reductions,
  ...layouts,
  Shape,
  ...rows,
  ...fused,
} satisfies { readonly [N in OpName]: OpDef<N> };
