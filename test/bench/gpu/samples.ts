import type { Model } from '../../../src-main/models/family.ts';
import { ignored, type Example } from '../../../src-main/train/batch.ts';

export interface SampleShape {
  /** Patches along each side of the one picture; 32 are 448 pixels. */
  readonly grid: number;
  /** Tokens beside the picture's. */
  readonly text: number;
}

/** The b-th synthetic sample: system text, one picture of noise, a question, three supervised tokens. `reference.py` makes the same. */
export function sample(model: Model, b: number, { grid, text }: SampleShape): Example {
  // In the lower half of the vocabulary, away from special tokens.
  const id = (n: number) => 5 + (n % Math.min(model.vocabularySize >> 1, 50_000));
  const ids = [
    ...Array.from({ length: 23 }, (_, i) => id(1000 + i)),
    ...Array<number>((grid * grid) / 4).fill(model.imageTokenId),
    ...Array.from({ length: text - 26 }, (_, i) => id(2000 + i)),
    64 + (b % 4),
    id(300),
    id(198),
  ];
  const answerStart = ids.length - 3;
  return {
    ids,
    labels: ids.map((token, i) => (i < answerStart ? ignored : token)),
    letterRow: answerStart - 1,
    pictures: [{ gridHeight: grid, gridWidth: grid, pixels: noise(grid * grid * 588, b) }],
  };
}

function noise(length: number, seed: number): Uint8Array {
  let x = seed * 7919 + 1;
  return Uint8Array.from({ length }, () => {
    x = (Math.imul(x, 1664525) + 1013904223) >>> 0;
    return x >>> 24;
  });
}
