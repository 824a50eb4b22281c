import { integer, pick, type Random } from './random.ts';

/** A colour that questions ask about: its names and its sRGB value. */
export interface Colour {
  readonly ko: string;
  readonly en: string;
  readonly rgb: readonly [number, number, number];
}

/** Colours that nobody confuses. */
export const colours: readonly Colour[] = [
  { ko: '빨간색', en: 'red', rgb: [214, 40, 44] },
  { ko: '주황색', en: 'orange', rgb: [246, 142, 32] },
  { ko: '노란색', en: 'yellow', rgb: [250, 222, 60] },
  { ko: '초록색', en: 'green', rgb: [56, 150, 66] },
  { ko: '파란색', en: 'blue', rgb: [36, 86, 200] },
  { ko: '보라색', en: 'purple', rgb: [124, 58, 168] },
  { ko: '흰색', en: 'white', rgb: [248, 248, 246] },
  { ko: '검은색', en: 'black', rgb: [24, 24, 28] },
];

function hex(rgb: readonly number[]): string {
  return (
    '#' +
    rgb
      .map((v) =>
        Math.max(0, Math.min(255, Math.round(v)))
          .toString(16)
          .padStart(2, '0'),
      )
      .join('')
  );
}

function near(random: Random, rgb: readonly number[], spread: number): number[] {
  return rgb.map((v) => v + integer(random, -spread, spread));
}

/** A pale colour on which every artwork stands out. */
function pale(random: Random): number[] {
  return [integer(random, 172, 244), integer(random, 172, 244), integer(random, 172, 244)];
}

/** Fills a square of `size` pixels: one of four patterns between two neighbouring colours. */
export function drawBackground(random: Random, size: number, colour?: Colour): string {
  const base = colour ? near(random, colour.rgb, 8) : pale(random);
  const other = colour ? near(random, base, 10) : near(random, base, 28);
  const [one, two] = [hex(base), hex(other)];
  const all = `width="${size}" height="${size}"`;
  const step = integer(random, 12, 28);
  const pattern = (body: string): string =>
    `<defs><pattern id="bg" width="${step}" height="${step}" patternUnits="userSpaceOnUse" patternTransform="rotate(${integer(random, 0, 90)})"><rect width="${step}" height="${step}" fill="${one}"/>${body}</pattern></defs><rect ${all} fill="url(#bg)"/>`;
  switch (pick(random, ['plain', 'gradient', 'stripes', 'dots'] as const)) {
    case 'plain':
      return `<rect ${all} fill="${one}"/>`;
    case 'gradient':
      return `<defs><linearGradient id="bg" x2="${integer(random, 0, 1)}" y2="1"><stop stop-color="${one}"/><stop offset="1" stop-color="${two}"/></linearGradient></defs><rect ${all} fill="url(#bg)"/>`;
    case 'stripes':
      return pattern(`<rect width="${step / 2}" height="${step}" fill="${two}"/>`);
    case 'dots':
      return pattern(`<circle cx="${step / 2}" cy="${step / 2}" r="${step / 4}" fill="${two}"/>`);
  }
}
