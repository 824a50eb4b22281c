import { oc } from '@orpc/contract';
import { z } from 'zod';
import { recipeSchema } from '../recipe/recipe.ts';
import { errors } from './errors.ts';

/** A procedure that may fail with QuartetError's codes; every procedure of the contract begins with it. */
export const procedure = oc.errors(errors);

/** Milliseconds since 1970: all times of the contract. */
export const instant = z.int();
/** SHA-256 of a challenge's CSV files. */
export const challengeId = z.string().regex(/^[0-9a-f]{64}$/);
export const runId = z.uuid();
export const submissionId = z.uuid();

export const letter = z.enum(['a', 'b', 'c', 'd']);
export const split = z.enum(['train', 'validation', 'test']);
export const letterCounts = z.object({ a: z.int(), b: z.int(), c: z.int(), d: z.int() });
export type LetterCounts = z.infer<typeof letterCounts>;

/** A share of right answers (0 to 1) with its 95 % interval. */
export const estimate = z.object({ accuracy: z.number(), low: z.number(), high: z.number() });
export type Estimate = z.infer<typeof estimate>;

export const bilingual = z.object({ ko: z.string(), en: z.string() });

/** Something the guards noticed: `collapsed`, `near-chance`, `duplicate`, `letter-shares`, `parse-failures`, or why a run ended early. */
export const flag = z.object({ code: z.string(), message: z.string() });
export type Flag = z.infer<typeof flag>;

/** A field that two recipes set differently; `text` is the whole chip, such as `lr 1e-4 → 2e-4`. */
export const change = z.object({
  path: z.string(),
  name: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  text: z.string(),
});
export type Change = z.infer<typeof change>;

/** Public score (else validation accuracy) less the parent's; `noise` is the half width of the difference's 95 % interval where it is known. */
export const gain = z
  .object({ on: z.enum(['public', 'validation']), difference: z.number(), noise: z.number().nullable() })
  .nullable();
export type Gain = z.infer<typeof gain>;

/** Which rows of a long list; `total` in the answer counts them all. */
export const page = z
  .object({ offset: z.int().min(0).default(0), limit: z.int().min(1).max(500).default(50) })
  .default({ offset: 0, limit: 50 });

/** A list cut to a page. */
export function paged<Row extends z.ZodType>(row: Row) {
  return z.object({ total: z.int(), rows: z.array(row) });
}

export const recipe = recipeSchema;
export const nothing = z.object({});
