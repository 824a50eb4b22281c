import type { Bilingual } from './bilingual.ts';
import { deviceMessages } from './device.ts';
import { downloadMessages } from './downloads.ts';
import { endingMessages } from './endings.ts';
import { featureMessages } from './features.ts';
import { findingMessages } from './findings.ts';
import { formatMessages } from './formats.ts';
import { importMessages } from './imports.ts';
import { modelMessages } from './models.ts';
import { pictureMessages } from './pictures.ts';
import { preflightMessages } from './preflight.ts';
import { providerMessages } from './providers.ts';
import { recipeMessages } from './recipe.ts';
import { refusalMessages } from './refusals.ts';
import { submissionMessages } from './submissions.ts';
import { systemMessages } from './system.ts';
import { trainingMessages } from './training.ts';

/** What the host tells people, by code; each reads it in their language. */
export const hostMessages = {
  ...submissionMessages,
  ...deviceMessages,
  ...endingMessages,
  ...preflightMessages,
  ...providerMessages,
  ...featureMessages,
  ...findingMessages,
  ...modelMessages,
  ...downloadMessages,
  ...pictureMessages,
  ...refusalMessages,
  ...formatMessages,
  ...recipeMessages,
  ...importMessages,
  ...systemMessages,
  ...trainingMessages,
} as const satisfies Record<string, Bilingual>;

export type HostMessageCode = keyof typeof hostMessages;

declare const translated: unique symbol;

/** English text that a host message made, so that it can be read back in either language. */
export type HostMessage = string & { readonly [translated]: true };

/** The names between braces in a text. */
type Places<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Places<Rest>
  : never;

type Values<Code extends HostMessageCode> = Readonly<
  Record<Places<(typeof hostMessages)[Code]['en']>, string | number>
>;

const place = /\{(\w+)\}/g;

/** A message in English, as the history, run.json and the command line have it; `inBothLanguages` reads it back. */
export function hostMessage<Code extends HostMessageCode>(code: Code, values: Values<Code>): HostMessage {
  return fill(hostMessages[code].en, values) as HostMessage;
}

/** A message in both languages at once, for what is shown where it is made. */
export function bilingualMessage<Code extends HostMessageCode>(code: Code, values: Values<Code>): Bilingual {
  const { ko, en } = hostMessages[code];
  return { ko: fill(ko, values), en: fill(en, values) };
}

/**
 * A stored message in both languages: the host message that says just this, with the values found in it, which may be
 * messages themselves; or several of them, one a line. History holds plain sentences, those of earlier versions
 * included; one that no host message says stays as it is in either language.
 */
export function inBothLanguages(message: string): Bilingual {
  for (const { pattern, ko } of patterns) {
    const found = pattern.exec(message);
    if (found) return { ko: fill(ko, inKorean(found.groups ?? {})), en: message };
  }
  if (message.includes('\n')) return { ko: message.split('\n').map(koreanOf).join('\n'), en: message };
  return { ko: message, en: message };
}

function koreanOf(message: string): string {
  return inBothLanguages(message).ko;
}

function inKorean(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      (name === 'status' && statuses[value]) || koreanOf(value),
    ]),
  );
}

/** What a run's status is called in a sentence; its code stands in English ones. */
const statuses: Readonly<Record<string, string>> = {
  queued: '대기 중',
  running: '실행 중',
  stopped: '멈춤',
  failed: '실패',
  done: '완료',
};

/** Values that are paths: a colon and a space end one, so that a path never takes in the place before it. */
const paths = new Set(['file', 'folder', 'picture']);
const aPath = '(?:(?!: ).)+?';
/** A field of a recipe, such as training.learningRate. */
const aField = '[a-z]+(?:\\.[A-Za-z0-9]+)+';

// Where several fit a message, the one that says most of it is meant.
const patterns = Object.values(hostMessages)
  .toSorted((one, other) => ownText(other.en).length - ownText(one.en).length)
  .map(({ ko, en }) => ({ ko, pattern: patternOf(en) }));

/** What a text says itself, whatever its values. */
function ownText(text: string): string {
  return text.replace(place, '');
}

/** Matches what a text becomes when it is filled; the values are its named groups. */
function patternOf(text: string): RegExp {
  const named = new Set<string>();
  const source = text
    .split(place)
    .map((part, i) => {
      if (i % 2 === 0) return part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
      if (named.has(part)) return `\\k<${part}>`;
      named.add(part);
      return `(?<${part}>${paths.has(part) ? aPath : part === 'field' ? aField : '.+?'})`;
    })
    .join('');
  return new RegExp(`^${source}$`, 's');
}

function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(place, (whole, name: string) => String(values[name] ?? whole));
}
