import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fromSystemError, messageOf } from '../../common/errors.ts';
import type { History } from '../../history/database.ts';
import {
  editsOf,
  isDeleted,
  markApplied,
  unappliedSubjects,
  type EditRow,
  type Subject,
} from '../../history/edits.ts';
import { saveMember } from '../../history/members.ts';
import { deleteRun, getRun } from '../../history/runs.ts';
import { isReceived } from '../../history/shared-folder.ts';
import { getSubmission } from '../../history/submissions.ts';
import type { Services } from '../context.ts';
import type { RunDocument } from '../runs/document.ts';
import { folderOf, updateRun } from '../runs/store.ts';
import { changedFields, withFields, type Field, type SubjectKind } from './fields.ts';
import type { SharedProblem } from './read-edits.ts';

/** What applying did: members that changed, and runs whose folder could not be changed. */
export interface Applied {
  readonly members: readonly string[];
  readonly problems: readonly SharedProblem[];
}

/** Makes run folders and tables say what the edits say; edits of runs that are not here (yet) wait. */
export async function applyEdits(services: Services, signal?: AbortSignal): Promise<Applied> {
  const subjects = unappliedSubjects(services.history);
  const members = subjects.filter(({ kind }) => kind === 'member').map(({ subjectId }) => subjectId);
  for (const name of members) applyToMember(services, name);
  const problems: SharedProblem[] = [];
  for (const id of new Set(subjects.flatMap((subject) => runOf(services, subject)))) {
    signal?.throwIfAborted();
    try {
      await applyToRun(services, id);
    } catch (error) {
      problems.push({ file: folderOf(services, id).folder, message: messageOf(error) });
    }
  }
  return { members, problems };
}

function runOf({ history }: Services, { kind, subjectId }: Subject): string[] {
  if (kind === 'run') return [subjectId];
  const runId = kind === 'submission' ? getSubmission(history, subjectId)?.runId : undefined;
  return runId ? [runId] : [];
}

function applyToMember({ history }: Services, name: string): void {
  const edits = editsOf(history, 'member', name);
  const color = edits.find(({ field }) => field === 'color');
  if (color) {
    const value = JSON.parse(color.value) as number | null;
    saveMember(history, { name, color: value === null ? null : String(value) });
  }
  markApplied(history, edits);
}

async function applyToRun(services: Services, id: string): Promise<void> {
  const { history } = services;
  const row = getRun(history, id);
  let edits = editsOf(history, 'run', id);
  if (isDeleted(history, id)) {
    // What works or waits is looked at again when it has ended.
    if (row?.status === 'running' || row?.status === 'queued') return;
    if (row) await takeAway(services, id);
  } else if (!row) return;
  else
    await updateRun(services, id, (run) => {
      edits = editsOfRun(history, run);
      return changeBy(edits, run);
    });
  markApplied(history, edits);
}

/** A run as the edits say it is, where it does not say so already. */
export function changeBy(edits: readonly EditRow[], run: RunDocument): RunDocument | null {
  const after = withFields(run, edits.map(asField));
  return changedFields(run, after).length === 0 ? null : after;
}

/** The edits of a run and of its submission. */
export function editsOfRun(history: History, { id, submission }: RunDocument): EditRow[] {
  return [
    ...editsOf(history, 'run', id),
    ...(submission ? editsOf(history, 'submission', submission.id) : []),
  ];
}

function asField({ kind, subjectId, field, value, wall }: EditRow): Field & { readonly at: string } {
  return {
    kind: kind as SubjectKind,
    subjectId,
    field,
    value: JSON.parse(value) as Field['value'],
    at: new Date(wall).toISOString(),
  };
}

/** Someone deleted the run. A copy goes; what was made here is set aside, for a click elsewhere must not cost weights. */
async function takeAway(services: Services, id: string): Promise<void> {
  const { folder } = folderOf(services, id);
  try {
    if (isReceived(services.history, id)) await rm(folder, { recursive: true, force: true });
    else {
      const aside = join(services.paths.home, 'removed');
      await mkdir(aside, { recursive: true });
      await rename(folder, join(aside, `${id}-${Date.now()}`));
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      throw fromSystemError(error, 'cannot-delete', folder);
  }
  deleteRun(services.history, id);
  services.runStored?.(id);
}
