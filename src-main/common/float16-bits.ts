/** The 16 bits of each number's nearest binary16 (IEEE 754), ties to even: infinite from 65520 on; a NaN stays one. */
export function toF16(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  return Uint16Array.from(bits, halfOf);
}

/** Of the bits of one f32. */
function halfOf(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const size = bits & 0x7fffffff;
  if (size > 0x7f800000) return sign | 0x7e00;
  // 2⁻¹⁴ is the smallest normal number; below, the fraction loses a bit for each halving.
  const exponent = size >>> 23;
  const lost = exponent >= 113 ? 13 : Math.min(126 - exponent, 25);
  if (exponent >= 113) return sign | Math.min(rounded(size - (112 << 23), lost), 0x7c00);
  return sign | rounded((size & 0x7fffff) | 0x800000, lost);
}

/** x / 2ⁿ, ties to even. */
function rounded(x: number, n: number): number {
  const half = 2 ** (n - 1);
  const rest = x % (2 * half);
  const whole = Math.floor(x / (2 * half));
  return rest > half || (rest === half && whole % 2 === 1) ? whole + 1 : whole;
}
