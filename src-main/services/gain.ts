import type { LineageNode } from '../contract/index.ts';

/** What is known of how good a run is; `answers` counts the questions that its submission answered. */
export interface Measured {
  readonly public: number | null;
  readonly answers: number | null;
  readonly accuracy: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** The normal deviate of a two-sided 95 % interval. */
const z95 = 1.96;

/**
 * What a run brought against its parent, by public score or else by validation accuracy; null where one of them has
 * neither. `noise` is half the width of the difference's 95 % interval, as if both answered other questions: cautious,
 * for they share them.
 */
export function gainOf(parent: Measured, run: Measured): LineageNode['gain'] {
  if (parent.public !== null && run.public !== null)
    return {
      on: 'public',
      difference: run.public - parent.public,
      noise: together(halfOfScore(parent), halfOfScore(run)),
    };
  if (parent.accuracy !== null && run.accuracy !== null)
    return {
      on: 'validation',
      difference: run.accuracy - parent.accuracy,
      noise: together(halfOfInterval(parent), halfOfInterval(run)),
    };
  return null;
}

/** A public score counts a part of the answers whose size is not told: with all of them the noise is the least it can be. */
function halfOfScore({ public: score, answers }: Measured): number | null {
  return score === null || !answers ? null : z95 * Math.sqrt((score * (1 - score)) / answers);
}

function halfOfInterval({ low, high }: Measured): number | null {
  return low === null || high === null ? null : (high - low) / 2;
}

function together(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : Math.hypot(one, other);
}
