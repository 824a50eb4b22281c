import type { Builder } from '../builder.ts';
import type { OpDef } from '../op.ts';
import type { Value } from '../value.ts';

/** Rules of norms work in f32, as PyTorch's do: their sums lose too much in 16 bits, and CUDA has no bf16 mean. */
function inF32(g: Builder, like: Value, values: readonly Value[], rule: (...wide: Value[]) => Value): Value {
  return g.cast(rule(...values.map((value) => g.cast(value, 'f32'))), like.dtype);
}

/**
 * RMSNorm, y = x·r·w with r = 1/√(mean x² + ε) (Zhang & Sennrich 2019); the second output is r, [.., 1].
 * With u = w·dy: dx = r·(u − x·r²·mean(u·x)), dw = Σ dy·x·r.
 */
export const SimplifiedLayerNormalization: OpDef<'SimplifiedLayerNormalization'> = {
  floats: ['epsilon'],
  infer: ([x, w]) => {
    if (w!.shape.length !== 1 || w!.shape[0] !== x!.shape.at(-1))
      throw new Error('the weight must be [features]');
    return [x!, { dtype: 'f32', shape: [...x!.shape.slice(0, -1), 1] }];
  },
  vjp: (g, { inputs: [x, w], outputs: [, r] }, [dy]) => [
    () =>
      inF32(g, x!, [dy!, x!, w!], (dy, x, w) => {
        const u = g.mul(dy, w);
        const along = g.mul(g.reduceMean(g.mul(u, x), [-1]), g.mul(r!, r!));
        return g.mul(r!, g.sub(u, g.mul(x, along)));
      }),
    () => inF32(g, w!, [dy!, x!], (dy, x) => g.mul(dy, g.mul(x, r!))),
  ],
};

/**
 * y = (x − μ)·r·w + b with r = 1/√(var x + ε); outputs y, μ and r. With u = w·dy and x̂ = (x − μ)·r:
 * dx = r·(u − mean u − x̂·mean(u·x̂)), dw = Σ dy·x̂, db = Σ dy.
 */
export const LayerNormalization: OpDef<'LayerNormalization'> = {
  floats: ['epsilon'],
  infer: ([x]) => {
    const row = { dtype: 'f32', shape: [...x!.shape.slice(0, -1), 1] } as const;
    return [x!, row, row];
  },
  vjp: (g, { inputs: [x, w, b], outputs: [, mean, r] }, [dy]) => {
    const normalized = (x: Value) => g.mul(g.sub(x, mean!), r!);
    return [
      () =>
        inF32(g, x!, [dy!, x!, w!], (dy, x, w) => {
          const u = g.mul(dy, w);
          const hat = normalized(x);
          const along = g.mul(hat, g.reduceMean(g.mul(u, hat), [-1]));
          return g.mul(r!, g.sub(g.sub(u, g.reduceMean(u, [-1])), along));
        }),
      () => inF32(g, w!, [dy!, x!], (dy, x) => g.mul(dy, normalized(x))),
      ...(b ? [() => dy!] : []),
    ];
  },
};

/** y = x·σ(αx), SiLU for α = 1. With s = σ(αx): dx = dy·(s + αy·(1 − s)). */
export const QuickGelu: OpDef<'QuickGelu'> = {
  domain: 'com.microsoft',
  floats: ['alpha'],
  infer: ([x]) => [x!],
  vjp: (g, { inputs: [x], outputs: [y], attributes: { alpha } }, [dy]) => [
    () => {
      const s = g.sigmoid(g.scale(x!, alpha));
      const slope = g.add(s, g.scale(g.sub(y!, g.mul(y!, s)), alpha));
      return g.mul(dy!, slope);
    },
  ],
};

/** y = x·Φ(x) with the exact Gaussian Φ. dx = dy·(Φ(x) + x·φ(x)). */
export const Gelu: OpDef<'Gelu'> = {
  domain: 'com.microsoft',
  infer: ([x]) => [x!],
  vjp: (g, { inputs: [x] }, [dy]) => [
    () =>
      inF32(g, x!, [dy!, x!], (dy, x) => {
        const phi = g.scale(g.add(g.erf(g.scale(x, Math.SQRT1_2)), g.scalar(1)), 0.5);
        const density = g.scale(g.exp(g.scale(g.mul(x, x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
        return g.mul(dy, g.add(phi, g.mul(x, density)));
      }),
  ],
};

/** Rotates pairs (i, i + d/2) of each head by the row's angles (Su et al. 2021); the gradient rotates back, by −sin. */
export const RotaryEmbedding: OpDef<'RotaryEmbedding'> = {
  domain: 'com.microsoft',
  infer: ([x]) => [x!],
  vjp: (g, { inputs: [, positions, cos, sin], attributes: { num_heads } }, [dy]) => [
    () => g.rotaryEmbedding(dy!, positions!, cos!, negated(g, sin!), num_heads),
    null,
    null,
    null,
  ],
};

/** −x, once for all layers that turn by the same angles. */
function negated(g: Builder, x: Value): Value {
  return g.shared(`negated ${x.name}`, () => g.neg(x));
}
