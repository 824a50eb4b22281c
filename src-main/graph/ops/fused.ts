import type { Builder } from '../builder.ts';
import type { OpDef } from '../op.ts';
import { sameShape } from '../shape.ts';
import { inferMatMul } from './linear.ts';
import type { TensorType, Value } from '../value.ts';

/** Rules of norms work in f32, as PyTorch's do: their sums lose too much in 16 bits, and CUDA has no bf16 mean. */
function inF32(g: Builder, like: Value, values: readonly Value[], rule: (...wide: Value[]) => Value): Value {
  return g.cast(rule(...values.map((value) => g.cast(value, 'f32'))), like.dtype);
}

/** In a type whose products and sums stay in range: f16 ends at 65,504. */
function inRange(g: Builder, x: Value): Value {
  return x.dtype === 'f16' ? g.cast(x, 'f32') : x;
}

/**
 * RMSNorm, y = x·r·w with r = 1/√(mean x² + ε) (Zhang & Sennrich 2019), in the type of w; the second output is r, [.., 1].
 * With u = w·dy, rounded as PyTorch rounds it: dx = r·u − x·r²·mean(dy·y), dw = Σ dy·x·r. CUDA has no mean in bf16.
 */
export const SimplifiedLayerNormalization: OpDef<'SimplifiedLayerNormalization'> = {
  floats: ['epsilon'],
  infer: ([x, w]) => {
    if (w!.shape.length !== 1 || w!.shape[0] !== x!.shape.at(-1))
      throw new Error('the weight must be [features]');
    return [{ dtype: w!.dtype, shape: x!.shape }, rowOf(x!)];
  },
  vjp: (g, { inputs: [x, w], outputs: [y, r] }, [dy]) => [
    () =>
      inF32(g, x!, [x!], (x) => {
        const slope = inRange(g, dy!);
        const u = g.cast(g.mul(slope, inRange(g, w!)), 'f32');
        const along = g.cast(g.reduceSum(g.mul(slope, inRange(g, y!)), [-1]), 'f32');
        const share = g.mul(g.scale(along, -1 / Number(x.shape.at(-1))), g.mul(r!, r!));
        return g.add(g.mul(u, r!), g.mul(x, share));
      }),
    () => inF32(g, w!, [dy!, x!], (dy, x) => g.mul(dy, g.mul(x, r!))),
  ],
};

/**
 * LayerNorm, y = (x − μ)·r·w + b with r = 1/√(var x + ε), in the type of w; outputs y, μ and r. With u = w·dy and
 * x̂ = (x − μ)·r: dx = r·(u − mean u) − x̂·r·mean(u·x̂), dw = Σ dy·x̂, db = Σ dy.
 */
export const LayerNormalization: OpDef<'LayerNormalization'> = {
  floats: ['epsilon'],
  infer: ([x, w]) => [{ dtype: w!.dtype, shape: x!.shape }, rowOf(x!), rowOf(x!)],
  vjp: (g, { inputs: [x, w, b], outputs: [, mean, r] }, [dy]) => {
    const normalized = (x: Value) => g.mul(g.sub(x, mean!), r!);
    return [
      () =>
        inF32(g, x!, [dy!, x!, w!], (dy, x, w) => {
          const u = g.mul(dy, w);
          const hat = normalized(x);
          const share = g.mul(g.reduceMean(g.mul(u, hat), [-1]), g.neg(r!));
          return g.add(g.mul(r!, g.sub(u, g.reduceMean(u, [-1]))), g.mul(hat, share));
        }),
      () => inF32(g, w!, [dy!, x!], (dy, x) => g.mul(dy, normalized(x))),
      ...(b ? [() => dy!] : []),
    ];
  },
};

/** One f32 number for each row. */
function rowOf({ shape }: TensorType): TensorType {
  return { dtype: 'f32', shape: [...shape.slice(0, -1), 1] };
}

/** y = x·σ(αx). With s = σ(αx): dx = dy·(s + αy·(1 − s)). */
export const QuickGelu: OpDef<'QuickGelu'> = {
  domain: 'com.microsoft',
  floats: ['alpha'],
  infer: ([x]) => [x!],
  vjp: (g, { inputs: [x], outputs: [y], attributes: { alpha } }, [dy]) => [
    () => {
      const s = g.sigmoid(g.scale(x!, alpha));
      const slope = g.add(s, g.mul(g.scale(y!, alpha), g.sub(g.scalar(1, s.dtype), s)));
      return g.mul(dy!, slope);
    },
  ],
};

/**
 * SwiGLU (Shazeer 2020), h = y·up with y = SiLU(gate) = gate·s and s = σ(gate); outputs h, y and s, of which the last two
 * are what its gradient needs. No operation of ONNX: `passes/lower-composed.ts` writes it in those that every provider runs.
 * As dup = y·dh, dgate = up·dh·(s + y·(1 − s)) = up·(dup + s·(dh − dup)).
 */
export const SwiGlu: OpDef<'SwiGlu'> = {
  infer: ([gate, up]) => {
    if (!sameShape(gate!.shape, up!.shape)) throw new Error('both inputs must have one shape');
    return [gate!, gate!, gate!];
  },
  vjp: (g, { inputs: [, up], outputs: [, y, s] }, [dh]) => {
    let dup: Value | undefined;
    const towardsUp = (): Value => (dup ??= g.mul(dh!, y!));
    return [() => g.mul(up!, g.add(towardsUp(), g.mul(s!, g.sub(dh!, towardsUp())))), towardsUp];
  },
};

/**
 * Shares of values, o = p·v with p = softmax x over the last axis; the second output is p. No operation of ONNX, as SwiGLU.
 * dv = pᵀ·do, dx = p·(dp − Σ dp·p) with dp = do·vᵀ, and Σ dp·p over the keys is Σ do·o over the features, which are
 * fewer (Dao et al. 2022).
 */
export const SoftmaxMatMul: OpDef<'SoftmaxMatMul'> = {
  infer: ([x, v]) => [...inferMatMul([x!, v!], {}), x!],
  vjp: (g, { inputs: [, v], outputs: [o, p] }, [dy]) => [
    () => {
      const along = g.reduceSum(g.mul(inRange(g, dy!), inRange(g, o!)), [-1]);
      return g.mul(p!, g.sub(g.matMul(dy!, v!, { transB: true }), g.cast(along, dy!.dtype)));
    },
    () => g.matMul(p!, dy!, { transA: true }),
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
  infer: ([x, positions]) => {
    const [batch, , length] = x!.shape;
    if (x!.shape.length !== 4 || !sameShape(positions!.shape, [batch!, length!]))
      throw new Error('x must be [batch, heads, length, d] with positions [batch, length]');
    return [x!];
  },
  vjp: (g, { inputs: [, positions, cos, sin] }, [dy]) => [
    () => g.rotaryEmbedding(dy!, positions!, cos!, negated(g, sin!)),
    null,
    null,
    null,
  ],
};

/** −x, once for all layers that turn by the same angles. */
function negated(g: Builder, x: Value): Value {
  return g.shared(`negated ${x.name}`, () => g.neg(x));
}
