import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { nothing, procedure } from './values.ts';

/** Something that the system asks of a window: a menu's page, a file that was opened with Quartet. */
export const desktopCommand = z.discriminatedUnion('kind', [
  /** Show a place such as `#/runs`. */
  z.object({ kind: z.literal('go'), address: z.string() }),
  /** Press a key of the window: `Mod+k`, `?`. */
  z.object({ kind: z.literal('key'), key: z.string() }),
  /** Take in a run archive. */
  z.object({ kind: z.literal('open-archive'), path: z.string() }),
]);
export type DesktopCommand = z.infer<typeof desktopCommand>;

const chosen = z.object({ path: z.string().nullable() });
const title = z.string().max(200);

/** What only the desktop app can do; elsewhere every call fails with UNSUPPORTED. Choosing gives null when it is cancelled. */
export const desktop = {
  chooseFolder: procedure.input(z.object({ title })).output(chosen),
  chooseFile: procedure
    .input(z.object({ title, kind: z.enum(['any', 'csv', 'archive']).default('any') }))
    .output(chosen),
  /** Where to write a file; `name` is proposed. */
  chooseTarget: procedure.input(z.object({ title, name: z.string() })).output(chosen),
  /** Shows a file or folder of this host in the system's file manager. */
  reveal: procedure.input(z.object({ path: z.string().min(1) })).output(nothing),
  /** Opens a page of a known site in the system's browser; others are refused (INVALID_INPUT). */
  openExternal: procedure.input(z.object({ url: z.string() })).output(nothing),
  /** What the system asks of this window from now on. */
  commands: procedure.output(eventIterator(desktopCommand)),
};
