import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../common/errors.ts';
import { parseSegment, type Segment } from './event-line.ts';
import { isPassing } from './layout.ts';

/** Something in the shared folder that could not be used, and why. */
export interface SharedProblem {
  readonly file: string;
  readonly message: string;
}

/** Reads the segments of all authors, each again only when it changed. */
export interface EditReader {
  /** What the segments hold that are new or changed since the last call. */
  read(events: string, signal?: AbortSignal): Promise<Segment[]>;
  /** Reads everything again next time: what was read last could not be used. */
  forget(): void;
  /** The folders of all authors. */
  folders(): string[];
  /** What is wrong with the files as they are now. */
  problems(): SharedProblem[];
}

interface Seen {
  /** Size and time of a file that was read; null when it could not be. */
  readonly stamp: string | null;
  readonly problems: readonly string[];
}

// Nobody says so much: a file of this size is no segment.
const largestBytes = 16 * 2 ** 20;

/** Makes a reader that has seen nothing yet. */
export function createEditReader(): EditReader {
  let seen = new Map<string, Seen>();
  let folders: string[] = [];
  return {
    async read(events, signal) {
      const now = new Map<string, Seen>();
      const fresh: Segment[] = [];
      folders = await authorFolders(events);
      for (const folder of folders) {
        const files = await segmentFiles(folder).catch((error: unknown) => {
          now.set(folder, { stamp: null, problems: [messageOf(error)] });
          return [];
        });
        for (const file of files) {
          signal?.throwIfAborted();
          const { segment, ...found } = await look(file, seen.get(file));
          now.set(file, found);
          if (segment) fresh.push(segment);
        }
      }
      seen = now;
      return fresh;
    },
    forget: () => seen.clear(),
    folders: () => folders,
    problems: () =>
      [...seen].flatMap(([file, { problems }]) => problems.map((message) => ({ file, message }))),
  };
}

async function look(file: string, known: Seen | undefined): Promise<Seen & { readonly segment?: Segment }> {
  try {
    const { size, mtimeMs } = await stat(file);
    const stamp = `${size} ${mtimeMs}`;
    if (known?.stamp === stamp) return known;
    if (size > largestBytes) return { stamp, problems: ['It is larger than 16 MiB, so it is not read.'] };
    const segment = parseSegment(await readFile(file, 'utf8'));
    return { stamp, problems: segment.problems, segment };
  } catch (error) {
    // A sync tool may hold it, or have renamed it since: the next look tells.
    return { stamp: null, problems: [messageOf(error)] };
  }
}

async function authorFolders(events: string): Promise<string[]> {
  const entries = await readdir(events, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && !isPassing(entry.name))
    .map(({ name }) => join(events, name));
}

/**
 * An author's files of edits. A sync tool's conflict copies (`a (conflicted copy).jsonl`, `a-DESKTOP.jsonl`) are read
 * too: what they repeat changes nothing, and what they alone have is not lost.
 */
async function segmentFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /[.]jsonl$/i.test(entry.name) && !isPassing(entry.name))
    .map(({ name }) => join(folder, name))
    .sort();
}
