import { challenge } from './messages/challenge.ts';
import { common } from './messages/common.ts';
import { compare } from './messages/compare.ts';
import { desktop } from './messages/desktop.ts';
import { download } from './messages/download.ts';
import { frame } from './messages/frame.ts';
import { importing } from './messages/importing.ts';
import { leaderboard } from './messages/leaderboard.ts';
import { newRun } from './messages/new-run.ts';
import { runs } from './messages/runs.ts';
import { shared } from './messages/shared.ts';
import { team } from './messages/team.ts';

/** Texts by key, each in Korean and English; `{name}` stands for a value. */
export type Messages = Readonly<Record<string, readonly [ko: string, en: string]>>;

/** Every text of the interface. A missing translation does not compile. */
export const messages = {
  ...common,
  ...frame,
  ...leaderboard,
  ...runs,
  ...newRun,
  ...compare,
  ...challenge,
  ...team,
  ...desktop,
  ...shared,
  ...importing,
  ...download,
} as const satisfies Messages;

export type MessageKey = keyof typeof messages;

export type Locale = 'ko' | 'en';

/** The text of a key with its `{name}` places filled; an unknown name stays visible, so that it is noticed. */
export function format(
  locale: Locale,
  key: MessageKey,
  values: Record<string, string | number> = {},
): string {
  const text: string = messages[key][locale === 'ko' ? 0 : 1];
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}
