import { isPassing } from './layout.ts';

/** Which state of a run a published folder holds: the greater revision is the newer one; of two equal ones an author decides. */
export interface Revision {
  readonly revision: number;
  readonly author: string;
}

/** A folder of the shared runs. */
export interface PublishedRun extends Revision {
  readonly name: string;
  readonly runId: string;
}

/** `<run>.<revision>.<author>`: no two installations ever write the same folder. */
export function publishedName(runId: string, { revision, author }: Revision): string {
  return `${runId}.${revision}.${author}`;
}

// A sync tool's copy has something behind its name: ` (1)`, ` (conflicted copy)`.
const pattern = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})[.](\d{1,9})[.]([0-9a-f]{16})(?![0-9a-f])/;

/** Reads folder names; what is not a published run, such as another program's folder, is left out. The newest of a run come first. */
export function parsePublished(names: readonly string[]): Map<string, PublishedRun[]> {
  const found = names.flatMap((name) => {
    const match = isPassing(name) ? null : pattern.exec(name);
    if (!match) return [];
    const [, runId, revision, author] = match as unknown as [string, string, string, string];
    return { name, runId, revision: Number(revision), author };
  });
  const newestFirst = found.toSorted(
    (one, other) => compareRevisions(other, one) || one.name.length - other.name.length,
  );
  return Map.groupBy(newestFirst, ({ runId }) => runId);
}

/** Below zero when `one` is the older, above when it is the newer. */
export function compareRevisions(one: Revision, other: Revision): number {
  if (one.revision !== other.revision) return one.revision - other.revision;
  return one.author < other.author ? -1 : Number(one.author > other.author);
}
