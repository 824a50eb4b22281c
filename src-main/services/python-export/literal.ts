/** Longest line of the script. */
export const lineWidth = 120;

/** A value of a recipe as Python writes it; keys of objects become snake_case, texts of several lines one literal a line. */
export function pythonLiteral(value: unknown): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return numberLiteral(value);
  if (typeof value === 'string') return textLiteral(value);
  if (Array.isArray(value)) return listed('[', value.map(pythonLiteral), ']');
  const entries = Object.entries(value as object);
  const pairs = entries.map(([key, inner]) => `"${snakeCase(key)}": ${pythonLiteral(inner)}`);
  return listed('{', pairs, '}');
}

/** Items on one line, or one a line where they are too long for that beside a name. */
function listed(open: string, items: readonly string[], close: string): string {
  const line = `${open}${items.join(', ')}${close}`;
  if (line.length <= lineWidth - 25) return line;
  return `${open}\n${items.map((item) => `    ${item},\n`).join('')}${close}`;
}

/** learningRate → learning_rate. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Small numbers in powers of ten, as learning rates are written. */
function numberLiteral(value: number): string {
  return value !== 0 && Math.abs(value) < 0.01 ? value.toExponential() : String(value);
}

/** What JSON escapes, Python reads alike. */
function textLiteral(text: string): string {
  const lines = text.split(/(?<=\n)/);
  if (lines.length < 2) return JSON.stringify(text);
  return `(\n${lines.map((line) => `    ${JSON.stringify(line)}\n`).join('')})`;
}
