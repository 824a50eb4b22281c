import { act } from '../../client/actions.svelte.ts';
import { api } from '../../client/connection.svelte.ts';
import { currentLocale, setLocale } from '../../i18n/i18n.svelte.ts';

/** Turns Korean into English or back, at once and for the next start. */
export function switchLanguage(): void {
  const language = currentLocale() === 'ko' ? 'en' : 'ko';
  setLocale(language);
  void act(() => api.settings.set({ language }));
}
