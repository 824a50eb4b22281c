/** Parameters, gradients and moments of one adapter, one array a tensor, in one order. */
export type Tensors = readonly Float32Array[];

export interface AdamWSettings {
  readonly weightDecay: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/** First and second moments, and the number of steps taken. */
export interface AdamWState {
  readonly first: Tensors;
  readonly second: Tensors;
  step: number;
}

export function createAdamW(parameters: Tensors): AdamWState {
  return {
    first: parameters.map((p) => new Float32Array(p.length)),
    second: parameters.map((p) => new Float32Array(p.length)),
    step: 0,
  };
}

/**
 * One step of AdamW (Loshchilov & Hutter 2019) in place, in PyTorch's order and f32 rounding:
 * θ ← θ(1 − lr·λ); θ −= lr/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε).
 */
export function adamWStep(
  parameters: Tensors,
  gradients: Tensors,
  state: AdamWState,
  learningRate: number,
  settings: AdamWSettings,
): void {
  const { weightDecay, beta1, beta2, epsilon } = settings;
  state.step += 1;
  const stepSize = learningRate / (1 - beta1 ** state.step);
  const correction = Math.sqrt(1 - beta2 ** state.step);
  const decay = 1 - learningRate * weightDecay;
  parameters.forEach((theta, index) => {
    const gradient = gradients[index]!;
    const m = state.first[index]!;
    const v = state.second[index]!;
    for (let i = 0; i < theta.length; i++) {
      const g = gradient[i]!;
      m[i] = m[i]! + (g - m[i]!) * (1 - beta1);
      v[i] = v[i]! * beta2 + g * g * (1 - beta2);
      theta[i] = theta[i]! * decay - (stepSize * m[i]!) / (Math.sqrt(v[i]!) / correction + epsilon);
    }
  });
}

/** ‖g‖₂ over all tensors; where it exceeds `limit`, scales them in place by limit/(‖g‖ + 1e-6), as PyTorch does. */
export function clipGradients(gradients: Tensors, limit: number | null): number {
  let squares = 0;
  for (const gradient of gradients)
    for (let i = 0; i < gradient.length; i++) squares += gradient[i]! * gradient[i]!;
  const norm = Math.sqrt(squares);
  if (limit === null) return norm;
  const factor = Math.min(1, limit / (norm + 1e-6));
  if (factor < 1)
    for (const gradient of gradients) for (let i = 0; i < gradient.length; i++) gradient[i]! *= factor;
  return norm;
}

/** Exponential moving average in place: e ← d·e + (1 − d)·θ, once an optimizer step. */
export function averageInto(average: Tensors, parameters: Tensors, decay: number): void {
  average.forEach((e, index) => {
    const theta = parameters[index]!;
    for (let i = 0; i < e.length; i++) e[i] = decay * e[i]! + (1 - decay) * theta[i]!;
  });
}

/** Adds gradients of one micro-batch to the sum of its group. */
export function accumulate(sum: Tensors, gradients: Tensors): void {
  sum.forEach((total, index) => {
    const gradient = gradients[index]!;
    for (let i = 0; i < total.length; i++) total[i]! += gradient[i]!;
  });
}
