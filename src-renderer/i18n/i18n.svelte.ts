import type { Bilingual } from '../../src-main/messages/bilingual.ts';
import { inBothLanguages } from '../../src-main/messages/host-messages.ts';
import { format, messages, type Locale, type MessageKey } from './messages.ts';

const remembered = 'quartet.locale';
let locale = $state<Locale>(initialLocale());

/** The language shown; reading it in a template follows every switch. */
export function currentLocale(): Locale {
  return locale;
}

/** Switches the language at once and remembers it in this browser. */
export function setLocale(next: Locale): void {
  locale = next;
  localStorage.setItem(remembered, next);
  document.documentElement.lang = next;
}

/** The text of a key in the language shown. */
export function t(key: MessageKey, values?: Record<string, string | number>): string {
  return format(locale, key, values);
}

/** The text of a key that is put together at run time, such as `flag.` + code; the fallback where there is none. */
export function tOr(key: string, fallback: string): string {
  return key in messages ? format(locale, key as MessageKey) : fallback;
}

/** A text that comes in both languages, in the one shown. */
export function pick(text: Bilingual): string {
  return text[locale];
}

/** A message of the host's or of the history's in the language shown; as it is where no translation is known. */
export function told(message: string): string {
  return pick(inBothLanguages(message));
}

function initialLocale(): Locale {
  const saved = localStorage.getItem(remembered);
  const first = saved === 'ko' || saved === 'en' ? saved : navigator.language.startsWith('ko') ? 'ko' : 'en';
  document.documentElement.lang = first;
  return first;
}
