import { mkdir, open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { uuidv7 } from '../../common/uuid.ts';
import { installationId, markAllUnpublished, markPublished, unpublishedEdits } from '../../history/edits.ts';
import { getSegment, saveSegment, type SegmentRow } from '../../history/shared-folder.ts';
import type { Services } from '../context.ts';
import { formatEvent } from './event-line.ts';
import type { SharedPaths } from './layout.ts';

/** A segment that is larger is left alone from then on: who follows it reads it whole each time it grows. */
const fullBytes = 256 * 1024;

/** Appends the edits of this installation that the folder lacks to a file that nobody else writes; returns how many. */
export async function publishEdits(
  { history }: Services,
  { folder, events }: SharedPaths,
  member: string | null,
): Promise<number> {
  const author = installationId(history);
  const own = join(events, author);
  const known = getSegment(history, folder);
  const intact = known !== undefined && (await sizeOf(join(own, known.name))) === known.size;
  // Lost, cut off in writing, or written by a copy of this home: all is said again, in a new file.
  if (!intact) markAllUnpublished(history, author);
  const edits = unpublishedEdits(history, author);
  if (edits.length === 0) return 0;
  const segment: SegmentRow =
    intact && known.size < fullBytes ? known : { name: `${uuidv7()}.jsonl`, size: 0 };
  await mkdir(own, { recursive: true });
  const size = await append(join(own, segment.name), edits.map((edit) => formatEvent(edit, member)).join(''));
  saveSegment(history, folder, { name: segment.name, size });
  markPublished(history, edits);
  return edits.length;
}

async function append(file: string, text: string): Promise<number> {
  const handle = await open(file, 'a');
  try {
    await handle.writeFile(text);
    await handle.sync();
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}

async function sizeOf(file: string): Promise<number | null> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
