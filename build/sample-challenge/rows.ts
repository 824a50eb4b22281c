import { pick, shuffle, type Random } from './random.ts';
import type { Ask, Named } from './scenes.ts';
import { wordings, type Kind, type Language } from './wordings.ts';

/** One question of the challenge as the CSV files hold it. */
export interface Row {
  readonly id: string;
  readonly path: string;
  readonly question: string;
  readonly a: string;
  readonly b: string;
  readonly c: string;
  readonly d: string;
  readonly answer: string;
  readonly kind: Kind;
}

const letters = ['a', 'b', 'c', 'd'] as const;

/** Deals the letters a–d so that within each kind no letter leads another by more than one. */
export function createDealer(random: Random): (kind: Kind) => string {
  const decks = new Map<Kind, string[]>();
  return (kind) => {
    const deck = decks.get(kind)?.length ? (decks.get(kind) as string[]) : shuffle(random, letters);
    decks.set(kind, deck);
    return deck.pop() as string;
  };
}

function fill(text: string, ask: Ask, language: Language): string {
  return text.replace('{x}', ask.x?.[language] ?? '').replace('{y}', ask.y?.[language] ?? '');
}

/** Puts a question into words and its truth behind `letter`; the other choices follow in random order. */
export function toRow(random: Random, ask: Ask, letter: string, id: string, path: string): Row {
  const language: Language = random() < 0.75 ? 'ko' : 'en';
  const question = fill(pick<string>(random, wordings[ask.wording][language]), ask, language);
  const rest: Named[] = shuffle(
    random,
    ask.choices.filter((choice) => choice !== ask.truth),
  );
  const [a, b, c, d] = letters.map((l) => (l === letter ? ask.truth : (rest.pop() as Named))[language]) as [
    string,
    string,
    string,
    string,
  ];
  return { id, path, question, a, b, c, d, answer: letter, kind: ask.kind };
}
