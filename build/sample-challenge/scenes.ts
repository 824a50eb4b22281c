import { alphabets, drawGlyph } from './glyphs.ts';
import { colours, drawBackground, type Colour } from './backgrounds.ts';
import { categories, type Thing } from './objects.ts';
import type { Draw } from './artwork.ts';
import { integer, pick, sample, shuffle, type Random } from './random.ts';
import type { wordings } from './wordings.ts';
import { corners, directions, type Kind } from './wordings.ts';

/** What a choice or a placeholder is called in both languages. */
export interface Named {
  readonly ko: string;
  readonly en: string;
}

/** A question before it is put into words: its wording's key, its placeholders, four choices and which is true. */
export interface Ask {
  readonly kind: Kind;
  readonly wording: keyof typeof wordings;
  readonly x?: Named;
  readonly y?: Named;
  readonly choices: readonly Named[];
  readonly truth: Named;
}

/** A picture as SVG text, and the one or two questions that it answers. */
export interface Scene {
  readonly svg: string;
  readonly asks: readonly Ask[];
}

/** The side of every picture, pixels. */
export const pictureSize = 160;

/** Makes one scene. */
export type SceneMaker = (random: Random, draw: Draw) => Scene;

interface Placed {
  readonly thing: Thing;
  readonly cx: number;
  readonly cy: number;
  readonly size: number;
}

function picture(random: Random, draw: Draw, placed: readonly Placed[], colour?: Colour, extra = ''): string {
  const drawn = placed.map(({ thing, cx, cy, size }) => {
    const turn = `rotate(${integer(random, -12, 12)} ${cx} ${cy})`;
    return `<g transform="${turn}">${draw(thing.icon, cx - size / 2, cy - size / 2, size)}</g>`;
  });
  const open = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${pictureSize}" height="${pictureSize}">`;
  return `${open}${drawBackground(random, pictureSize, colour)}${drawn.join('')}${extra}</svg>`;
}

function jitter(random: Random, centre: number, spread: number): number {
  return centre + integer(random, -spread, spread);
}

/** The choices are drawn before the truth, so that the text alone tells nothing. */
const what: SceneMaker = (random, draw) => {
  const choices = sample(random, pick(random, categories), 4);
  const truth = pick(random, choices);
  const placed = {
    thing: truth,
    cx: jitter(random, 80, 14),
    cy: jitter(random, 80, 14),
    size: integer(random, 90, 124),
  };
  return { svg: picture(random, draw, [placed]), asks: [{ kind: 'what', wording: 'what', choices, truth }] };
};

const colour: SceneMaker = (random, draw) => {
  const choices = sample(random, colours, 4);
  const truth = pick(random, choices);
  const thing = pick(random, pick(random, categories));
  const placed = {
    thing,
    cx: jitter(random, 80, 24),
    cy: jitter(random, 80, 24),
    size: integer(random, 60, 84),
  };
  return {
    svg: picture(random, draw, [placed], truth),
    asks: [{ kind: 'colour', wording: 'colour', choices, truth }],
  };
};

const count: SceneMaker = (random, draw) => {
  const numbers = [1, 2, 3, 4];
  const amount = pick(random, numbers);
  const [theirs, others] = sample(random, categories, 2) as [readonly Thing[], readonly Thing[]];
  const [thing, other] = [pick(random, theirs), pick(random, others)];
  const cells = sample(random, [0, 1, 2, 3, 4, 5, 6, 7, 8], amount + integer(random, 0, 1));
  const placed = cells.map((cell, i) => ({
    thing: i < amount ? thing : other,
    cx: jitter(random, 29 + 51 * (cell % 3), 3),
    cy: jitter(random, 29 + 51 * Math.floor(cell / 3), 3),
    size: integer(random, 42, 48),
  }));
  const names = numbers.map((n) => ({ ko: `${n}개`, en: `${n}` }));
  const truth = names[numbers.indexOf(amount)] as Named;
  return {
    svg: picture(random, draw, placed),
    asks: [{ kind: 'count', wording: 'count', x: thing, choices: names, truth }],
  };
};

/** One thing beside another, on the side that is told. */
function pair(random: Random, draw: Draw, x: Thing, y: Thing, side: (typeof directions)[number]): string {
  const [cx, cy] = [jitter(random, 80, 6), jitter(random, 80, 6)];
  const place = (thing: Thing, sign: number): Placed => ({
    thing,
    cx: side.dx === 0 ? jitter(random, cx, 14) : cx + sign * side.dx * 38,
    cy: side.dy === 0 ? jitter(random, cy, 14) : cy + sign * side.dy * 38,
    size: integer(random, 58, 68),
  });
  return picture(random, draw, [place(x, 1), place(y, -1)]);
}

/** The neighbour is of another category, so that its name is no choice. */
const beside: SceneMaker = (random, draw) => {
  const [theirs, others] = sample(random, categories, 2) as [readonly Thing[], readonly Thing[]];
  const choices = sample(random, theirs, 4);
  const [truth, y] = [pick(random, choices), pick(random, others)];
  const side = pick(random, directions);
  const svg = pair(random, draw, truth, y, side);
  return {
    svg,
    asks: [{ kind: 'beside', wording: 'beside', x: side, y, choices, truth }],
  };
};

/** Four things in four corners, one of them much larger or much smaller: two questions about one picture. */
const fourCorners: SceneMaker = (random, draw) => {
  const choices = sample(random, pick(random, categories), 4);
  const special = integer(random, 0, 3);
  const largest = random() < 0.6;
  const placed = choices.map((thing, i) => ({
    thing,
    cx: jitter(random, 42 + 76 * (i % 2), 3),
    cy: jitter(random, 42 + 76 * Math.floor(i / 2), 3),
    size: largest === (i === special) ? integer(random, 74, 78) : integer(random, 46, 50),
  }));
  const asked = integer(random, 0, 3);
  const corner = {
    kind: 'corner',
    wording: 'corner',
    x: corners[asked] as Named,
    choices,
    truth: choices[asked] as Named,
  } as const;
  const size = {
    kind: 'size',
    wording: largest ? 'largest' : 'smallest',
    choices,
    truth: choices[special] as Named,
  } as const;
  return { svg: picture(random, draw, placed), asks: [corner, size] };
};

const odd: SceneMaker = (random, draw) => {
  const choices = sample(random, pick(random, categories), 4);
  const [truth, common] = sample(random, choices, 2) as [Thing, Thing];
  const place = integer(random, 0, 3);
  const placed = Array.from({ length: 4 }, (_, i) => ({
    thing: i === place ? truth : common,
    cx: jitter(random, 42 + 76 * (i % 2), 3),
    cy: jitter(random, 42 + 76 * Math.floor(i / 2), 3),
    size: integer(random, 62, 68),
  }));
  return { svg: picture(random, draw, placed), asks: [{ kind: 'odd', wording: 'odd', choices, truth }] };
};

const inks = ['#1b1b22', '#7a1420', '#123a7a', '#0f5a2c', '#4b1a6e'];

const read: SceneMaker = (random, draw) => {
  const alphabet = pick(random, alphabets);
  const glyphs = sample(random, alphabet, 4);
  const glyph = pick(random, glyphs);
  const height = integer(random, 84, 112);
  const left = jitter(random, 80 - height * 0.357, 12);
  const extra = drawGlyph(glyph, left, jitter(random, 80 - height / 2, 8), height, pick(random, inks));
  const choices = glyphs.map((name) => ({ ko: name, en: name }));
  const truth = choices[glyphs.indexOf(glyph)] as Named;
  const wording = /\d/.test(glyph) ? 'digit' : 'letter';
  return {
    svg: picture(random, draw, [], undefined, extra),
    asks: [{ kind: 'read', wording, choices: shuffle(random, choices), truth }],
  };
};

/**
 * A maker for each kind of picture, and how many rounds pass between two of them. What the small checkpoint sees at
 * once comes half as often.
 */
export const sceneMakers: readonly { readonly make: SceneMaker; readonly every: number }[] = [
  { make: what, every: 1 },
  { make: colour, every: 2 },
  { make: count, every: 1 },
  { make: beside, every: 1 },
  // Serves the kinds `corner` and `size`.
  { make: fourCorners, every: 1 },
  { make: odd, every: 1 },
  { make: read, every: 2 },
];
