/*
 * Messages of host and engine travel as JSON texts. Node's `advanced` serialization would carry them as they are, but
 * it is V8's own format: Electron's newer V8 writes one that the shipped Node cannot read.
 */

const marks: readonly (readonly [string, number])[] = [
  ['\u0000NaN', NaN],
  ['\u0000Infinity', Infinity],
  ['\u0000-Infinity', -Infinity],
];

/** A message as a text; a loss that is not a finite number survives, which JSON alone would turn into null. */
export function encodeMessage(message: unknown): string {
  return JSON.stringify(message, (_, value: unknown) => {
    if (typeof value !== 'number' || Number.isFinite(value)) return value;
    return marks.find(([, number]) => Object.is(number, value))?.[0];
  });
}

/** The message of a text that `encodeMessage` made. */
export function decodeMessage(text: unknown): unknown {
  return JSON.parse(String(text), (_, value: unknown) => {
    const mark = typeof value === 'string' ? marks.find(([word]) => word === value) : undefined;
    return mark ? mark[1] : value;
  });
}
