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

/** What is added to the scores, and how queries and keys [batch, heads, length, d] turn by their rows' positions. */
export interface AttentionPlaces {
  readonly mask: Value;
  turn(x: Value): Value;
}

/**
 * softmax(q·kᵀ/√d + mask)·v, q and k turned, over [batch, length] rows, with query heads grouped over shared key and value heads
 * (Ainslie et al. 2023). q is [rows, heads·d], k and v [rows, keyValueHeads·d]; mask spreads to
 * [batch, keyValueHeads, heads of one key head · length, length]; returns [rows, heads·d].
 */
export function attention(
  g: Builder,
  q: Value,
  k: Value,
  v: Value,
  { mask, turn }: AttentionPlaces,
  shape: AttentionShape,
): Value {
  const { batch, length, heads, keyValueHeads: kv, headSize: d } = shape;
  const byHead = (x: Value, count: number): Value =>
    g.transpose(g.reshape(x, [batch, length, count, d]), [0, 2, 1, 3]);
  // All query heads of one key head become rows of one product, so keys are never repeated.
  const queries = g.reshape(turn(byHead(q, heads)), [batch, kv, product([heads / kv, length]), d]);
  const scores = g.matMul(queries, turn(byHead(k, kv)), { transB: true, alpha: 1 / Math.sqrt(d) });
  const mixed = g.softmaxMatMul(g.add(scores, mask), byHead(v, kv));
  const together = g.transpose(g.reshape(mixed, [batch, heads, length, d]), [0, 2, 1, 3]);
  return g.reshape(together, [product([batch, length]), heads * d]);
}
