/** The 16 bits of each number's nearest bfloat16, ties to even; a NaN stays one. */
export function toBf16(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  return Uint16Array.from(bits, (x, i) =>
    Number.isNaN(values[i]) ? 0x7fc0 : (x + 0x7fff + ((x >>> 16) & 1)) >>> 16,
  );
}
