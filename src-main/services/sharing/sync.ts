import type { Services } from '../context.ts';
import { applyEdits } from './apply.ts';
import { demandThere, type SharedPaths } from './layout.ts';
import { mergeEdits, type ClocksAhead } from './merge.ts';
import { publishEdits } from './publish-edits.ts';
import { createEditReader, type EditReader } from './read-edits.ts';
import { syncRuns, type RunsSynced, type SyncOptions } from './sync-runs.ts';

/** What is remembered from one look at a shared folder to the next. */
export interface SyncMemory {
  readonly reader: EditReader;
  readonly ahead: ClocksAhead;
  /** Who an author is. */
  readonly members: Map<string, string | null>;
}

/** The memory of a folder that was not looked at yet. */
export function newMemory(): SyncMemory {
  return { reader: createEditReader(), ahead: new Map(), members: new Map() };
}

/** What one look did. */
export interface Synced extends RunsSynced {
  readonly publishedEdits: number;
  readonly receivedEdits: number;
  /** Names of members of whom something was said. */
  readonly members: readonly string[];
}

/** Brings this home and a shared folder together, once. Errors: NOT_FOUND when the folder is not there, or was never set up. */
export async function syncShared(
  services: Services,
  paths: SharedPaths,
  memory: SyncMemory,
  options: SyncOptions,
): Promise<Synced> {
  const { signal } = options;
  await demandThere(paths);
  const receivedEdits = await takeEdits(services, paths, memory, signal);
  const applied = await applyEdits(services, signal);
  const publishedEdits = await publishEdits(services, paths, options.member);
  const runs = await syncRuns(services, paths, options);
  return {
    ...runs,
    publishedEdits,
    receivedEdits,
    members: applied.members,
    problems: [...memory.reader.problems(), ...applied.problems, ...runs.problems],
  };
}

async function takeEdits(
  services: Services,
  { events }: SharedPaths,
  { reader, ahead, members }: SyncMemory,
  signal: AbortSignal | undefined,
): Promise<number> {
  try {
    const segments = await reader.read(events, signal);
    for (const segment of segments) for (const [author, name] of segment.members) members.set(author, name);
    return await mergeEdits(
      services,
      segments.flatMap(({ edits }) => edits),
      ahead,
    );
  } catch (error) {
    reader.forget();
    throw error;
  }
}
