import { z } from 'zod';

/** What a field allows, in few symbols: `≥ 0, ≤ 0.9`, `integer ≥ 1`, `order | random | stratified`, `text | null`. */
export function allowedValues(schema: z.ZodType): string {
  return describe(z.toJSONSchema(schema) as JsonSchema);
}

/** The part of JSON Schema that zod writes for the recipe's fields. */
interface JsonSchema {
  readonly type?: string;
  readonly const?: string | number | boolean;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: object;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

const typeNames: Readonly<Record<string, string>> = {
  boolean: 'true | false',
  string: 'text',
  array: 'list of texts',
};

function describe(schema: JsonSchema): string {
  if (schema.anyOf) return schema.anyOf.map(describe).join(' | ');
  if (schema.enum) return schema.enum.join(' | ');
  if (schema.const !== undefined) return String(schema.const);
  if (schema.properties) return `{${Object.keys(schema.properties).join(', ')}}`;
  if (schema.type === 'number' || schema.type === 'integer') return describeNumber(schema);
  return typeNames[schema.type ?? ''] ?? String(schema.type);
}

function describeNumber(schema: JsonSchema): string {
  const bounds = [
    ['>', schema.exclusiveMinimum],
    ['≥', schema.minimum],
    ['<', schema.exclusiveMaximum],
    // JSON Schema repeats the largest whole number that is exact, which nobody asked for.
    ['≤', schema.maximum === Number.MAX_SAFE_INTEGER ? undefined : schema.maximum],
  ] as const;
  const text = bounds
    .flatMap(([sign, bound]) => (bound === undefined ? [] : [`${sign} ${bound}`]))
    .join(', ');
  return schema.type === 'integer' ? `integer ${text}` : text;
}
