import { act } from '../../client/actions.svelte.ts';
import { api } from '../../client/connection.svelte.ts';
import { openImport } from '../../client/importing.svelte.ts';
import { theme, toggleTheme } from '../../client/theme.svelte.ts';
import { currentLocale, t } from '../../i18n/i18n.svelte.ts';
import { format, type MessageKey } from '../../i18n/messages.ts';
import { switchLanguage } from './language.svelte.ts';
import type { Entry } from './palette-entries.ts';
import { palette } from './palette.svelte.ts';

/** What can be done from anywhere, and with the job that runs, in the language shown; found in both. */
export function actionEntries(job: { readonly id: string; readonly name: string } | null): Entry[] {
  const other = currentLocale() === 'ko' ? 'en' : 'ko';
  const action = (key: MessageKey, address: string, run?: () => void, detail?: string): Entry => ({
    group: 'palette.actions',
    text: t(key),
    also: format(other, key),
    address,
    ...(detail && { detail }),
    ...(run && { act: run }),
  });
  const onJob = (key: MessageKey, run: (id: string) => Promise<unknown>): Entry[] =>
    job === null ? [] : [action(key, '#/runs', () => void act(() => run(job.id)), job.name)];
  return [
    action('frame.newRun', '#/new'),
    action('importing.title', '#/leaderboard', () => openImport('files')),
    action('importing.kaggle', '#/leaderboard', () => openImport('kaggle')),
    ...onJob('runs.stop', (id) => api.runs.pause({ id })),
    ...onJob('runs.finish', (id) => api.runs.finish({ id })),
    ...onJob('runs.cancel', (id) => api.runs.cancel({ id })),
    action('challenge.another', '#/challenge?import=1'),
    action('models.try', '#/models'),
    action(theme.dark ? 'frame.theme.light' : 'frame.theme.dark', '#', toggleTheme),
    action('frame.language', '#', switchLanguage),
    action('keys.help', '#', () => (palette.keys = true)),
  ];
}
