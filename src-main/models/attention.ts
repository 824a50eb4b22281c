import type { Builder } from '../graph/builder.ts';
import { product } from '../graph/shape.ts';
import type { Dim, Value } from '../graph/value.ts';

export interface AttentionShape {
  readonly batch: Dim;
  readonly length: Dim;
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly headSize: number;
}

/**
 * softmax(q·kᵀ/√d + mask)·v over [batch, length] rows, with query heads grouped over shared key and value heads
 * (Ainslie et al. 2023). q is [rows, heads·d], k and v [rows, keyValueHeads·d]; mask broadcasts to
 * [batch, keyValueHeads, group, length, length]; returns [rows, heads·d].
 */
export function attention(
  g: Builder,
  q: Value,
  k: Value,
  v: Value,
  mask: Value,
  shape: AttentionShape,
): Value {
  const { batch, length, heads, keyValueHeads: kv, headSize: d } = shape;
  const group = heads / kv;
  // All query heads of one key head become rows of one product, so keys are never repeated.
  const grouped = [batch, kv, product([group, length]), d];
  const queries = g.reshape(
    g.transpose(g.reshape(q, [batch, length, kv, group, d]), [0, 2, 3, 1, 4]),
    grouped,
  );
  const keys = g.transpose(g.reshape(k, [batch, length, kv, d]), [0, 2, 1, 3]);
  const values = g.transpose(g.reshape(v, [batch, length, kv, d]), [0, 2, 1, 3]);
  const scores = g.matMul(queries, keys, { transB: true, alpha: 1 / Math.sqrt(d) });
  const masked = g.add(g.reshape(scores, [batch, kv, group, length, length]), mask);
  const shares = g.reshape(g.softmax(masked), [batch, kv, product([group, length]), length]);
  const mixed = g.reshape(g.matMul(shares, values), [batch, kv, group, length, d]);
  return g.reshape(g.transpose(mixed, [0, 3, 1, 2, 4]), [product([batch, length]), heads * d]);
}
