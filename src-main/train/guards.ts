import { wilsonInterval } from '../common/statistics.ts';
import { hostMessage } from '../messages/host-messages.ts';

/** How a model did on one training sample, judged by its four letters alone. */
export interface GuardSample {
  /** −log of the right letter's share among the four. */
  readonly loss: number;
  readonly correct: boolean;
}

/** One optimizer step as the guard sees it. */
export interface GuardStep {
  /** Steps taken, this one included. */
  readonly step: number;
  readonly loss: number;
  readonly gradNorm: number;
  readonly samples: readonly GuardSample[];
}

/** Watches a training for signs that going on wastes time. */
export interface ChanceGuard {
  /** Takes a step in; returns the reason to stop, or null. */
  take(step: GuardStep): string | null;
  /** The samples it remembers, for a checkpoint. */
  window(): GuardSample[];
}

export interface ChanceGuardOptions {
  /** The step from which chance is no longer excused: after warmup and half an epoch. */
  readonly fromStep: number;
  /** Off, it remembers but never stops. */
  readonly enabled: boolean;
  /** What an earlier part of the run remembered. */
  readonly window?: readonly GuardSample[];
}

/** Samples that are judged together. */
const windowSize = 64;

/** A mean letter loss from here on is no better than guessing, which has ln 4. */
const chanceLoss = 0.95 * Math.log(4);

/** Makes a guard: it stops on a number that is not finite, and on guessing that lasts. */
export function createChanceGuard({ fromStep, enabled, window = [] }: ChanceGuardOptions): ChanceGuard {
  let recent = window.slice(-windowSize);
  return {
    take(step) {
      recent = [...recent, ...step.samples].slice(-windowSize);
      if (!enabled) return null;
      return nonFiniteReason(step) ?? (step.step < fromStep ? null : chanceReason(recent));
    },
    window: () => recent,
  };
}

function nonFiniteReason({ step, loss, gradNorm, samples }: GuardStep): string | null {
  if (!Number.isFinite(loss)) return hostMessage('loss-not-finite', { step, loss });
  if (!Number.isFinite(gradNorm)) return hostMessage('gradient-not-finite', { step, norm: gradNorm });
  if (samples.some((sample) => !Number.isFinite(sample.loss)))
    return hostMessage('letter-loss-not-finite', { step });
  return null;
}

function chanceReason(samples: readonly GuardSample[]): string | null {
  if (samples.length < windowSize) return null;
  const loss = samples.reduce((sum, sample) => sum + sample.loss, 0) / windowSize;
  const correct = samples.filter((sample) => sample.correct).length;
  const { low, high } = wilsonInterval(correct, windowSize);
  if (loss < chanceLoss || low > 0.25 || high < 0.25) return null;
  return hostMessage('at-chance', {
    samples: windowSize,
    loss: loss.toFixed(3),
    guessing: Math.log(4).toFixed(3),
    correct,
    low: percent(low),
    high: percent(high),
  });
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}
