import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { runProgress } from './run-values.ts';
import { procedure } from './values.ts';

const seq = z.int();

/**
 * Something changed: ask for it again. `changed` names what (`id` '' for the whole kind), `metrics` that a run has new
 * points, `progress` how far a run is; `reset` that notices were lost, so ask for everything.
 */
export const notice = z.discriminatedUnion('kind', [
  z.object({
    seq,
    kind: z.literal('changed'),
    what: z.enum([
      'run',
      'queue',
      'challenge',
      'member',
      'settings',
      'model',
      'download',
      'history',
      'shared',
    ]),
    id: z.string(),
  }),
  z.object({ seq, kind: z.literal('metrics'), id: z.string() }),
  z.object({ seq, kind: z.literal('progress'), id: z.string(), progress: runProgress }),
  z.object({ seq, kind: z.literal('reset') }),
]);
export type Notice = z.infer<typeof notice>;

/** The first notice tells where the stream stands (`reset` when `since` is null or too long ago); give the last `seq` seen to go on after a lost connection. */
export const events = {
  subscribe: procedure.input(z.object({ since: seq.nullable().default(null) })).output(eventIterator(notice)),
};
