import { QuartetError } from '../common/errors.ts';
import type { Member } from '../contract/index.ts';
import { listMembers, removeMember, saveMember } from '../history/members.ts';
import type { Services } from './context.ts';
import { recordEdits } from './sharing/record.ts';
import { hostMessage } from '../messages/host-messages.ts';

/** The team, by name. */
export function teamOf({ history }: Services): Member[] {
  return listMembers(history).map(({ name, color }) => ({
    name,
    color: color === null ? null : Number(color),
  }));
}

/** Adds a member or changes a colour. */
export function keepMember(services: Services, { name, color }: Member): void {
  const { history } = services;
  recordEdits(services, [{ kind: 'member', subjectId: name, field: 'color', value: color }]);
  saveMember(history, { name, color: color === null ? null : String(color) });
}

/** Removes a member. Errors: CONFLICT when runs or submissions belong to them. */
export function dropMember({ history }: Services, name: string): void {
  if (!removeMember(history, name))
    throw new QuartetError('CONFLICT', hostMessage('member-has-work', { name }));
}
