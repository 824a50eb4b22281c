import type { History } from './database.ts';

/** One of the team. */
export interface MemberRow {
  readonly name: string;
  readonly color: string | null;
}

/** Makes sure that a member of this name exists; colours are chosen later. */
export function ensureMember(history: History, name: string): void {
  history.prepare('INSERT INTO members (name) VALUES (?) ON CONFLICT DO NOTHING').run(name);
}

/** The team, by name. */
export function listMembers(history: History): MemberRow[] {
  return history.prepare<[], MemberRow>('SELECT name, color FROM members ORDER BY name').all();
}

/** Adds a member, or changes the colour of one. */
export function saveMember(history: History, { name, color }: MemberRow): void {
  history
    .prepare(
      'INSERT INTO members (name, color) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET color = excluded.color',
    )
    .run(name, color);
}

/** Removes a member; false when runs or submissions belong to one of this name. */
export function removeMember(history: History, name: string): boolean {
  const sql = `SELECT EXISTS (SELECT 1 FROM runs WHERE member = :name)
    OR EXISTS (SELECT 1 FROM submissions WHERE member = :name)`;
  if (history.prepare<{ name: string }, number>(sql).pluck().get({ name }) === 1) return false;
  history.prepare('DELETE FROM members WHERE name = ?').run(name);
  return true;
}
