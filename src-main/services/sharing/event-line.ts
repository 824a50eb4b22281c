import { z } from 'zod';
import { messageOf } from '../../common/errors.ts';
import type { EditRow } from '../../history/edits.ts';
import { schemaOf } from './fields.ts';

// The year 2100: a later reading is damage, and would stay the greatest of all clocks for ever.
const latestWall = Date.UTC(2100, 0);

/** A line of a segment: who (installation and member) said when (hybrid logical clock) what about which field. */
const lineSchema = z.object({
  author: z.string().regex(/^[0-9a-f]{16}$/),
  member: z.string().nullable(),
  clock: z.tuple([z.int().min(0).max(latestWall), z.int().min(0)]),
  kind: z.string(),
  id: z.string().min(1).max(200),
  field: z.string().max(200),
  value: z.union([z.string(), z.number(), z.boolean(), z.null()]),
});

/** An edit as a line of JSON with its newline. */
export function formatEvent(
  { author, wall, counter, kind, subjectId, field, value }: EditRow,
  member: string | null,
): string {
  const line = { author, member, clock: [wall, counter], kind, id: subjectId, field };
  return `${JSON.stringify({ ...line, value: JSON.parse(value) as unknown })}\n`;
}

/** What a segment holds. Of fields that only a newer Quartet knows nothing is told. */
export interface Segment {
  readonly edits: EditRow[];
  /** Name of each author's member, as last written. */
  readonly members: ReadonlyMap<string, string | null>;
  readonly problems: string[];
}

/** Reads a segment. A last line without its end is still being written, here or by a sync tool: it waits. */
export function parseSegment(text: string): Segment {
  const edits: EditRow[] = [];
  const members = new Map<string, string | null>();
  const problems: string[] = [];
  const lines = text.split('\n');
  lines.pop();
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    try {
      const { member, ...edit } = parseLine(line);
      members.set(edit.author, member);
      if (edit.known) edits.push(edit.row);
    } catch (error) {
      problems.push(`line ${index + 1}: ${reasonOf(error)}`);
    }
  }
  return { edits, members, problems };
}

function parseLine(
  line: string,
): { author: string; member: string | null } & ({ known: true; row: EditRow } | { known: false }) {
  const { author, member, clock, kind, id, field, value } = lineSchema.parse(JSON.parse(line));
  const schema = schemaOf(kind, field);
  if (!schema) return { author, member, known: false };
  const json = JSON.stringify(schema.parse(value));
  const [wall, counter] = clock;
  return {
    author,
    member,
    known: true,
    row: { author, wall, counter, kind, subjectId: id, field, value: json },
  };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof z.ZodError)) return messageOf(error);
  const [first] = error.issues;
  const more = error.issues.length > 1 ? `, and ${error.issues.length - 1} more faults` : '';
  return `it is no edit (${first?.path.map(String).join('.') ?? ''}: ${first?.message ?? ''}${more})`;
}
