import type { MessageKey } from '../../i18n/messages.ts';

/** Something that the palette can open. */
export interface Entry {
  readonly group: MessageKey;
  readonly text: string;
  readonly detail?: string;
  readonly address: string;
  /** What it does, where it is more than going to its address. */
  readonly act?: () => void;
  /** Other words that find it, such as the name in the other language. */
  readonly also?: string;
}

const most = 40;

/** Entries that hold every word typed, those whose text begins with it first; nothing typed shows what is not a field. */
export function matching(entries: readonly Entry[], typed: string): Entry[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return entries.filter(({ group }) => group !== 'palette.fields').slice(0, most);
  const holds = (entry: Entry): boolean => {
    const all = `${entry.text} ${entry.also ?? ''} ${entry.detail ?? ''}`.toLowerCase();
    return words.every((word) => all.includes(word));
  };
  const begins = (entry: Entry): number => (entry.text.toLowerCase().startsWith(words[0]!) ? 0 : 1);
  return entries
    .filter(holds)
    .sort((one, other) => begins(one) - begins(other))
    .slice(0, most);
}
