import { act } from './actions.svelte.ts';
import { api } from './connection.svelte.ts';

const remembered = 'quartet.dark';

/** Whether the window is dark now. */
export const theme = $state({ dark: initial() });

/** Turns light into dark or back, at once and for the next start. */
export function toggleTheme(): void {
  showTheme(!theme.dark);
  void act(() => api.settings.set({ theme: theme.dark ? 'dark' : 'light' }));
}

/** Shows what the settings say. */
export function followTheme(setting: 'system' | 'light' | 'dark'): void {
  showTheme(setting === 'system' ? systemIsDark() : setting === 'dark');
}

function showTheme(dark: boolean): void {
  theme.dark = dark;
  localStorage.setItem(remembered, String(dark));
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
}

function initial(): boolean {
  // What was shown last comes first, so that the window does not flash before the host has answered.
  const saved = localStorage.getItem(remembered);
  const dark = saved === null ? systemIsDark() : saved === 'true';
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
  return dark;
}

function systemIsDark(): boolean {
  return matchMedia('(prefers-color-scheme: dark)').matches;
}
