import { dynamicMap, nestedBlock, nf4Block } from '../common/nf4.ts';

/** Midpoints of neighbouring values, as a C compiler rounds what bitsandbytes writes; a number at one goes to the lower value. */
const thresholds = Float32Array.of(
  -0.84809643,
  -0.6106329,
  -0.45999527,
  -0.33967942,
  -0.2346074,
  -0.13791174,
  -0.045525018,
  0.03979015,
  0.120255254,
  0.20352125,
  0.29201376,
  0.38931254,
  0.5016634,
  0.6427869,
  0.8614784,
);

/** Stretches of [−1, 1] so short that each holds one threshold at most. */
const stretches = 1024;

/** The code of a stretch's lower end, by stretch; one past 1, where rounding may lead. */
const codeOfStretch = Uint8Array.from({ length: stretches + 2 }, (_, i) => {
  const low = (i / stretches) * 2 - 1;
  return thresholds.findIndex((threshold) => low <= threshold) & 15;
});

/** Numbers in NF4. */
export interface Packed {
  /** Two codes a byte, the first in the high nibble: [32·⌈n/64⌉]; a block that is not full has codes that stand for nothing at its end. */
  readonly codes: Uint8Array;
  /** The largest magnitude of each block: [⌈n/64⌉] */
  readonly absmax: Float32Array;
}

/**
 * Quantises numbers to NF4 in blocks of 64, as bitsandbytes does: x/absmax, in f32, to the nearest of 16 values.
 */
export function quantizeNf4(numbers: Float32Array): Packed {
  const absmax = new Float32Array(Math.ceil(numbers.length / nf4Block));
  const codes = new Uint8Array((absmax.length * nf4Block) / 2);
  for (let block = 0; block < absmax.length; block++) {
    const from = block * nf4Block;
    const to = Math.min(from + nf4Block, numbers.length);
    let most = 0;
    for (let i = from; i < to; i++) most = Math.max(most, Math.abs(numbers[i]!));
    absmax[block] = most;
    const factor = most === 0 ? 0 : Math.fround(1 / most);
    for (let i = from; i < to; i++) {
      const code = codeOf(Math.fround(numbers[i]! * factor));
      codes[i >> 1]! |= i & 1 ? code : code << 4;
    }
  }
  return { codes, absmax };
}

function codeOf(x: number): number {
  const code = codeOfStretch[((x + 1) * (stretches / 2)) | 0]!;
  return code < 15 && x > thresholds[code]! ? code + 1 : code;
}

/** Magnitudes quantised again (double quantisation). */
export interface Nested {
  /** [256·⌈n/256⌉], of which the last may stand for nothing. */
  readonly codes: Uint8Array;
  /** [⌈n/256⌉] */
  readonly absmax: Float32Array;
  readonly offset: number;
}

/** Double quantisation of the magnitudes: less their mean, in blocks of 256, to the nearest of bitsandbytes' dynamic map. */
export function quantizeMagnitudes(magnitudes: Float32Array): Nested {
  const offset = Math.fround(magnitudes.reduce((sum, x) => sum + x, 0) / magnitudes.length);
  const absmax = new Float32Array(Math.ceil(magnitudes.length / nestedBlock));
  const codes = new Uint8Array(absmax.length * nestedBlock);
  for (let block = 0; block < absmax.length; block++) {
    const part = magnitudes.subarray(block * nestedBlock, (block + 1) * nestedBlock).map((x) => x - offset);
    const most = part.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0);
    absmax[block] = most;
    const factor = most === 0 ? 0 : Math.fround(1 / most);
    part.forEach((x, i) => (codes[block * nestedBlock + i] = nearest(Math.fround(x * factor))));
  }
  return { codes, absmax, offset };
}

const dynamic = dynamicMap();

/** Index of the nearest value of the dynamic map, the lower of two that are equally near. */
function nearest(x: number): number {
  let [low, high] = [0, dynamic.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (dynamic[middle]! <= x) low = middle;
    else high = middle;
  }
  return dynamic[high]! - x < x - dynamic[low]! ? high : low;
}
