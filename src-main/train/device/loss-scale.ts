/** As torch.amp.GradScaler begins, and after how many good steps it tries twice as much. */
const highest = 2 ** 16;
const patience = 2000;

/**
 * What the loss is multiplied by before the backward pass, so that small gradients do not vanish in f16 (Micikevicius
 * et al. 2018). A power of two changes no other digit, so a step may be taken again with a smaller one.
 */
export interface LossScale {
  readonly value: number;
  /** What a checkpoint holds, so that a resumed run rounds as it would have. */
  readonly state: LossScaleState;
  /** A step was taken. */
  succeeded(): void;
  /** A gradient was not finite; returns whether a smaller scale is left to try. */
  overflowed(): boolean;
}

/** The factor, and how many steps it has served. */
export interface LossScaleState {
  readonly value: number;
  readonly good: number;
}

/** The scale of a trainer, from its checkpoint where there is one; `needed` where gradients are f16, else it is always one. */
export function createLossScale(needed: boolean, from?: LossScaleState): LossScale {
  let value = needed ? (from?.value ?? highest) : 1;
  let good = from?.good ?? 0;
  return {
    get value() {
      return value;
    },
    get state() {
      return { value, good };
    },
    succeeded() {
      if (!needed || ++good < patience) return;
      good = 0;
      value = Math.min(highest, 2 * value);
    },
    overflowed() {
      good = 0;
      if (value === 1) return false;
      value /= 2;
      return true;
    },
  };
}
