import { z } from 'zod';
import { leaderboardQuery } from './submissions.ts';
import { procedure, runId } from './values.ts';

/** What can be taken out: a run archive for a team mate, a PEFT adapter (zipped), a Python script that trains and answers the same, a submission.csv, the leaderboard as filtered. */
export const exported = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['run', 'adapter', 'python', 'submission']), id: runId }),
  z.object({ kind: z.literal('leaderboard'), query: leaderboardQuery }),
]);
export type Exported = z.infer<typeof exported>;

/** `name` is what to propose as a file's name; `write` writes to a path of the host's machine. A browser loads `/exports/?what=<JSON>` instead. */
export const exports_ = {
  name: procedure.input(z.object({ what: exported })).output(z.object({ name: z.string() })),
  write: procedure
    .input(z.object({ what: exported, path: z.string().min(1) }))
    .output(z.object({ path: z.string() })),
};
