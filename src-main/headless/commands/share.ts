import type { Command } from 'commander';
import { QuartetError } from '../../common/errors.ts';
import { installationId, unpublishedEdits } from '../../history/edits.ts';
import { countSharedRuns } from '../../history/shared-folder.ts';
import { openSettings, type SettingsStore } from '../../services/settings.ts';
import { isThere, setUpShared, sharedPaths } from '../../services/sharing/layout.ts';
import { newMemory, syncShared, type Synced } from '../../services/sharing/sync.ts';
import { addCommand, perform, type Report, type Session, type SessionOptions } from '../command.ts';
import { formatFields } from '../format.ts';

interface ShareOptions extends SessionOptions {
  readonly adapterLimit?: string;
}

export function addShare(program: Command): void {
  addCommand(
    program,
    'share [folder]',
    'one leaderboard for the team through a shared folder (a network drive or a synced folder)',
  )
    .addHelpText(
      'after',
      `
quartet share <folder>   use this folder from now on, and look at it
quartet share sync       look now: publish what is new here, take what is new there
quartet share status     how things stand (the default)
quartet share off        use no folder any more; what was received stays
A folder that is called like one of these words is written ./sync`,
    )
    .option('--adapter-limit <MiB>', 'larger adapters are not published; 0 publishes none')
    .action((wanted: string | undefined, options: ShareOptions) =>
      perform(options, (session) => share(session, wanted ?? 'status', options)),
    );
}

async function share(session: Session, wanted: string, options: ShareOptions): Promise<Report> {
  const settings = await openSettings(session.host.paths.home);
  if (options.adapterLimit !== undefined)
    await settings.set({ sharedAdapterMb: limitOf(options.adapterLimit) });
  if (wanted === 'status') return statusOf(session, settings);
  if (wanted === 'sync') return sync(session, settings);
  if (wanted === 'off') {
    await settings.set({ sharedFolder: null });
    return { data: { folder: null }, text: 'No folder is shared any more. What was received stays here.' };
  }
  const { folder } = await setUpShared(wanted);
  await settings.set({ sharedFolder: folder });
  return sync(session, settings);
}

function limitOf(text: string): number {
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 0)
    throw new QuartetError('INVALID_INPUT', `--adapter-limit ${text}: give a number of MiB, or 0 for none.`);
  return limit;
}

function folderOf(settings: SettingsStore): string {
  const { sharedFolder } = settings.get();
  if (sharedFolder === null)
    throw new QuartetError('NOT_FOUND', 'No folder is shared yet. `quartet share <folder>` chooses one.');
  return sharedFolder;
}

async function statusOf({ host }: Session, settings: SettingsStore): Promise<Report> {
  const folder = folderOf(settings);
  const reachable = await isThere(sharedPaths(folder).marker);
  const waitingEdits = unpublishedEdits(host.history, installationId(host.history)).length;
  const { published, received } = countSharedRuns(host.history);
  const { sharedAdapterMb: adapterLimitMb } = settings.get();
  const text = formatFields([
    ['folder', `${folder}${reachable ? '' : ' (not there now)'}`],
    ['published', `${published} runs`],
    ['received', `${received} runs`],
    ['waiting', `${waitingEdits} edits that team mates cannot see yet`],
    ['adapters', adapterLimitMb === 0 ? 'stay here' : `up to ${adapterLimitMb} MiB`],
  ]);
  return { data: { folder, reachable, published, received, waitingEdits, adapterLimitMb }, text };
}

async function sync({ host, control }: Session, settings: SettingsStore): Promise<Report> {
  const folder = folderOf(settings);
  const { me, sharedAdapterMb } = settings.get();
  const memory = newMemory();
  const synced = await syncShared(host, sharedPaths(folder), memory, {
    member: me,
    adapterLimitMb: sharedAdapterMb,
    settleMs: 0,
    signal: control.stop,
  });
  const ahead = [...memory.ahead].map(([author, aheadMs]) => ({
    who: memory.members.get(author) ?? author,
    aheadMs,
  }));
  return {
    data: { folder, ...synced, clocksAhead: ahead },
    text: [...describe(synced), ...ahead.map(clockLine)].join('\n'),
  };
}

function describe(synced: Synced): string[] {
  return [
    `Runs: ${synced.publishedRuns} published, ${synced.receivedRuns} received. Edits: ${synced.publishedEdits} published, ${synced.receivedEdits} received.`,
    ...synced.incomplete.map(({ name, missing }) => `waiting: ${name} lacks ${missing.join(', ')}`),
    ...synced.problems.map(({ file, message }) => `problem: ${file}: ${message}`),
  ];
}

function clockLine({ who, aheadMs }: { readonly who: string; readonly aheadMs: number }): string {
  return `clock: that of ${who} is ${Math.round(aheadMs / 60_000)} min ahead of this one; of edits made apart, theirs win.`;
}
