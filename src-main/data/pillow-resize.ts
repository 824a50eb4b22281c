/** Fraction bits of Pillow's integer weights: 8 bits of pixel and 2 of headroom stay free in 32. */
const precisionBits = 22;
const cubicSupport = 2;
const channels = 3;

/** For each output position: the first input position that counts, how many count, and their integer weights. */
interface Weights {
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** [outputs, stride], unused places zero. */
  readonly values: Int32Array;
  readonly stride: number;
}

/**
 * Resizes interleaved RGB bytes [height, width, 3] like Pillow's `resize(…, BICUBIC)`, bit for bit: separable, antialiased,
 * horizontal pass first, each pass rounded and clipped to bytes.
 */
export function resizeBicubic(
  rgb: Uint8Array,
  width: number,
  height: number,
  newWidth: number,
  newHeight: number,
): Uint8Array {
  // Pillow's one exception: a very tall picture that shrinks is made lower first, which saves memory.
  const tall = height > width * 100 && newHeight < height;
  if (tall) return resizeRows(resizeColumns(rgb, width, height, newHeight), width, newHeight, newWidth);
  return resizeColumns(resizeRows(rgb, width, height, newWidth), newWidth, height, newHeight);
}

function resizeRows(rgb: Uint8Array, width: number, height: number, newWidth: number): Uint8Array {
  if (newWidth === width) return rgb;
  const { first, count, values, stride } = weightsFor(width, newWidth);
  const result = new Uint8Array(newWidth * height * channels);
  let target = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < newWidth; x++) {
      let source = (y * width + first[x]!) * channels;
      let [red, green, blue] = [half, half, half];
      const end = x * stride + count[x]!;
      for (let k = x * stride; k < end; k++, source += channels) {
        const weight = values[k]!;
        red += rgb[source]! * weight;
        green += rgb[source + 1]! * weight;
        blue += rgb[source + 2]! * weight;
      }
      result[target++] = toByte(red);
      result[target++] = toByte(green);
      result[target++] = toByte(blue);
    }
  }
  return result;
}

function resizeColumns(rgb: Uint8Array, width: number, height: number, newHeight: number): Uint8Array {
  if (newHeight === height) return rgb;
  const { first, count, values, stride } = weightsFor(height, newHeight);
  const row = width * channels;
  const result = new Uint8Array(row * newHeight);
  const sums = new Int32Array(row);
  for (let y = 0; y < newHeight; y++) {
    sums.fill(half);
    for (let k = 0; k < count[y]!; k++) {
      const weight = values[y * stride + k]!;
      const source = (first[y]! + k) * row;
      for (let i = 0; i < row; i++) sums[i]! += rgb[source + i]! * weight;
    }
    for (let i = 0; i < row; i++) result[y * row + i] = toByte(sums[i]!);
  }
  return result;
}

const half = 1 << (precisionBits - 1);

function toByte(sum: number): number {
  const value = sum >> precisionBits;
  return value < 0 ? 0 : value > 255 ? 255 : value;
}

/** The cubic kernel, widened when shrinking, sampled at pixel centres, normalised in double and rounded half away from zero. */
function weightsFor(size: number, newSize: number): Weights {
  const scale = size / newSize;
  const filterScale = Math.max(scale, 1);
  const support = cubicSupport * filterScale;
  const stride = Math.ceil(support) * 2 + 1;
  const first = new Int32Array(newSize);
  const count = new Int32Array(newSize);
  const values = new Int32Array(newSize * stride);
  const kernel = new Float64Array(stride);
  // Pillow multiplies by the reciprocal; dividing would round differently.
  const inverse = 1 / filterScale;
  for (let i = 0; i < newSize; i++) {
    const centre = (i + 0.5) * scale;
    const start = Math.max(0, Math.trunc(centre - support + 0.5));
    const end = Math.min(size, Math.trunc(centre + support + 0.5));
    let total = 0;
    for (let k = 0; k < end - start; k++) total += kernel[k] = cubic((k + start - centre + 0.5) * inverse);
    for (let k = 0; k < end - start; k++)
      values[i * stride + k] = toFixedPoint(total === 0 ? kernel[k]! : kernel[k]! / total);
    first[i] = start;
    count[i] = end - start;
  }
  return { first, count, values, stride };
}

function toFixedPoint(weight: number): number {
  const scaled = weight * (1 << precisionBits);
  return Math.trunc(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
}

/** Keys' cubic convolution kernel with a = −0.5. */
function cubic(distance: number): number {
  const a = -0.5;
  const x = Math.abs(distance);
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  if (x < 2) return (((x - 5) * x + 8) * x - 4) * a;
  return 0;
}
