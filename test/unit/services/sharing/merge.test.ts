import { expect, test } from 'vitest';
import Database from 'better-sqlite3';
import { shuffled, stream } from '../../../../src-main/common/random.ts';
import { migrate, type History } from '../../../../src-main/history/database.ts';
import {
  editsOf,
  getEdit,
  installationId,
  unpublishedEdits,
  type EditRow,
} from '../../../../src-main/history/edits.ts';
import type { Services } from '../../../../src-main/services/context.ts';
import { mergeEdits } from '../../../../src-main/services/sharing/merge.ts';
import { recordEdits } from '../../../../src-main/services/sharing/record.ts';

const day = 86_400_000;
const now = 1_764_000_000_000;

function open(clock: () => number = Date.now): Services {
  const history: History = new Database(':memory:');
  migrate(history, ':memory:');
  return { history, clock } as Services;
}

/** Every last word, the way the table holds it. */
function state({ history }: Services): unknown[] {
  return history
    .prepare('SELECT kind, subject_id, field, value, wall, counter, author FROM edits ORDER BY 1, 2, 3')
    .all();
}

/** Edits with many ties: few subjects, few readings, few authors, and an author that is there twice. */
function someEdits(seed: number): EditRow[] {
  const random = stream(seed, 99);
  const pick = <T>(list: readonly T[]): T => list[random.below(list.length)]!;
  return Array.from({ length: 60 }, () => ({
    kind: 'run',
    subjectId: pick(['one', 'two']),
    field: pick(['note', 'tag:a', 'tag:b']),
    value: JSON.stringify(pick(['x', 'y', 'z'])),
    wall: pick([now, now + day, now - day]),
    counter: random.below(3),
    author: pick(['a'.repeat(16), 'b'.repeat(16), 'c'.repeat(16)]),
  }));
}

/** The last word on a field by sorting all that was said of it. */
function lastWord(edits: readonly EditRow[], subjectId: string, field: string): EditRow | undefined {
  return edits
    .filter((edit) => edit.subjectId === subjectId && edit.field === field)
    .toSorted(
      (p, q) =>
        p.wall - q.wall ||
        p.counter - q.counter ||
        (p.author < q.author ? -1 : Number(p.author > q.author)) ||
        (p.value < q.value ? -1 : Number(p.value > q.value)),
    )
    .at(-1);
}

test('any order, any grouping and any repetition of edits ends the same', async () => {
  for (let seed = 0; seed < 15; seed++) {
    const edits = someEdits(seed);
    const whole = open();
    await mergeEdits(whole, edits);
    for (let order = 0; order < 3; order++) {
      const other = open();
      const mixed = shuffled(edits.length, seed, 99, order).map((place) => edits[place]!);
      await mergeEdits(other, mixed.slice(0, 25));
      await mergeEdits(other, mixed.slice(10));
      await mergeEdits(other, mixed.slice(0, 30));
      expect(state(other)).toEqual(state(whole));
    }
    for (const subjectId of ['one', 'two'])
      for (const field of ['note', 'tag:a', 'tag:b'])
        expect(getEdit(whole.history, { kind: 'run', subjectId, field })).toEqual(
          lastWord(edits, subjectId, field),
        );
  }
});

const note = (value: string) => ({ kind: 'run', subjectId: 'one', field: 'note', value }) as const;
const own = ({ history }: Services): EditRow[] => unpublishedEdits(history, installationId(history));
const noteOf = ({ history }: Services): string | undefined => editsOf(history, 'run', 'one')[0]?.value;

test('who has seen the edit of a clock a day ahead is not frozen out by it', async () => {
  const fast = open(() => now + day);
  const right = open(() => now);
  recordEdits(fast, [note('from tomorrow')]);
  const ahead = new Map<string, number>();
  await mergeEdits(right, own(fast), ahead);
  expect([...ahead]).toEqual([[installationId(fast.history), day]]);
  recordEdits(right, [note('an answer to it')]);
  await mergeEdits(fast, own(right));
  expect(noteOf(fast)).toBe('"an answer to it"');
  expect(noteOf(right)).toBe('"an answer to it"');
});

test('of two that did not know of each other the fast clock wins, on both sides', async () => {
  const fast = open(() => now + day);
  const slow = open(() => now - day);
  recordEdits(fast, [note('fast')]);
  recordEdits(slow, [note('slow')]);
  const [fromFast, fromSlow] = [own(fast), own(slow)];
  await mergeEdits(fast, fromSlow);
  await mergeEdits(slow, fromFast);
  expect([noteOf(fast), noteOf(slow)]).toEqual(['"fast"', '"fast"']);
});

test('a clock that is set back does not lose what is said after', () => {
  let reading = now;
  const host = open(() => reading);
  recordEdits(host, [note('before')]);
  reading -= day;
  recordEdits(host, [note('after')]);
  expect(noteOf(host)).toBe('"after"');
});

test('what is said already is no edit', async () => {
  const [one, other] = [open(), open()];
  recordEdits(one, [note('x')]);
  await mergeEdits(other, own(one));
  recordEdits(other, [note('x')]);
  expect(own(other)).toEqual([]);
});
