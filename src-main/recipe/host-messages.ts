import type { Bilingual } from './bilingual.ts';
import { endingMessages } from './host-messages/endings.ts';
import { preflightMessages } from './host-messages/preflight.ts';
import { submissionMessages } from './host-messages/submissions.ts';

/** Sentences of guards and preflights, by code; people read them in their language. */
export const hostMessages = {
  ...submissionMessages,
  ...endingMessages,
  ...preflightMessages,
} as const satisfies Record<string, Bilingual>;

export type HostMessageCode = keyof typeof hostMessages;

/** The names between braces in a text. */
type Places<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Places<Rest>
  : never;

type Values<Code extends HostMessageCode> = Readonly<
  Record<Places<(typeof hostMessages)[Code]['en']>, string | number>
>;

const place = /\{(\w+)\}/g;

/** A message in English, as the history, run.json and the command line have it; `inBothLanguages` reads it back. */
export function hostMessage<Code extends HostMessageCode>(code: Code, values: Values<Code>): string {
  return fill(hostMessages[code].en, values);
}

/**
 * A stored message in both languages: the host message that says just this, with the values found in it. History holds plain
 * sentences, those of earlier versions included; one that no host message says stays as it is in either language.
 */
export function inBothLanguages(message: string): Bilingual {
  for (const { pattern, ko } of patterns) {
    const found = pattern.exec(message);
    if (found) return { ko: fill(ko, found.groups ?? {}), en: message };
  }
  return { ko: message, en: message };
}

const patterns = Object.values(hostMessages).map(({ ko, en }) => ({ ko, pattern: patternOf(en) }));

/** Matches what a text becomes when it is filled; the values are its named groups. */
function patternOf(text: string): RegExp {
  const source = text
    .split(place)
    .map((part, i) => (i % 2 === 0 ? part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&') : `(?<${part}>.+?)`))
    .join('');
  return new RegExp(`^${source}$`, 's');
}

function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(place, (whole, name: string) => String(values[name] ?? whole));
}
