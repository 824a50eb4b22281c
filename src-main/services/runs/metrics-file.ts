import { z } from 'zod';
import type { MetricRow } from '../../history/metrics.ts';
import { readIfThere } from './folder.ts';

// JSON has no NaN or Infinity: they are written as null.
const real = z.number().nullable().catch(null);

const record = z.object({
  kind: z.enum(['train', 'validation']),
  step: z.int(),
  epoch: z.number(),
  loss: real,
  letterLoss: real.default(null),
  accuracy: real,
  low: real.default(null),
  high: real.default(null),
  learningRate: real.default(null),
  gradNorm: real.default(null),
  samples: z.int().optional(),
  count: z.int().optional(),
  seconds: z.number(),
});

/** Reads `metrics.jsonl` (absent: no points) and reports the lines that are none, such as one cut off by a sudden end. */
export async function readMetrics(file: string): Promise<{ rows: MetricRow[]; problems: string[] }> {
  const lines = ((await readIfThere(file)) ?? '').split('\n');
  const rows: MetricRow[] = [];
  const problems: string[] = [];
  lines.forEach((line, index) => {
    if (line === '') return;
    const row = metricRow(parse(line));
    if (row) rows.push(row);
    else problems.push(`${file}, line ${index + 1}: no metric record; it is left out.`);
  });
  return { rows, problems };
}

/** A record as its table holds it; null when it is none. */
export function metricRow(value: unknown): MetricRow | null {
  const parsed = record.safeParse(value);
  if (!parsed.success) return null;
  const { samples, count, ...rest } = parsed.data;
  return { ...rest, samples: samples ?? count ?? 0 };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
