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
