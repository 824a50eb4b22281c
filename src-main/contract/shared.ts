import { z } from 'zod';
import { instant, procedure } from './values.ts';

/** How this home and its shared folder stand to each other. */
export const sharedStatus = z.object({
  /** Null where none is set. */
  folder: z.string().nullable(),
  /** Adapters that are larger are not published; 0 publishes none. */
  adapterLimitMb: z.int(),
  state: z.enum(['off', 'looking', 'ok', 'unreachable', 'failed']),
  /** Since when it has been in this state. */
  since: instant,
  /** Why it is unreachable, or what failed. */
  message: z.string().nullable(),
  lastLooked: instant.nullable(),
  /** Runs that are there from here, and here from there. */
  published: z.int(),
  received: z.int(),
  /** Scores, notes, tags and so on that team mates cannot see yet. */
  waitingEdits: z.int(),
  /** Published runs of which a sync tool has not brought all files yet. */
  incomplete: z.array(z.object({ name: z.string(), missing: z.array(z.string()) })),
  problems: z.array(z.object({ file: z.string(), message: z.string() })),
  /** Team mates whose clock is ahead of ours: of edits made apart, theirs win. */
  clocksAhead: z.array(z.object({ author: z.string(), member: z.string().nullable(), aheadMs: z.int() })),
});
export type SharedStatus = z.infer<typeof sharedStatus>;

const set = z.object({
  folder: z.string().trim().min(1).nullable().optional(),
  adapterLimitMb: z.int().min(0).max(100_000).optional(),
});

/** `set` makes an existing folder the shared one (null: none) and looks at it; `look` looks now. Errors: NOT_FOUND for a folder that is not there. */
export const shared = {
  get: procedure.output(sharedStatus),
  set: procedure.input(set).output(sharedStatus),
  look: procedure.output(sharedStatus),
};
