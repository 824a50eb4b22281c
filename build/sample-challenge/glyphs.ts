/**
 * Digits and capital letters as strokes on a 100×140 grid, drawn by hand for this challenge: no font is needed.
 * Letters that look like digits or like each other (I, J, O, Q, D, G, V, W) are left out.
 */
export const glyphs: Readonly<Record<string, string>> = {
  '0': 'M50 0 C5 0 0 40 0 70 C0 100 5 140 50 140 C95 140 100 100 100 70 C100 40 95 0 50 0 Z',
  '1': 'M15 30 L55 0 L55 140',
  '2': 'M4 36 C6 -12 94 -12 94 38 C94 74 24 100 4 140 L98 140',
  '3': 'M6 22 C24 -10 92 -8 90 34 C88 64 54 66 40 66 C60 66 98 68 96 104 C94 148 20 152 2 114',
  '4': 'M72 140 L72 0 L0 96 L100 96',
  '5': 'M90 0 L18 0 L10 62 C34 42 96 44 96 94 C96 148 24 152 4 118',
  '6': 'M82 6 C30 10 4 60 4 96 C4 154 98 154 98 96 C98 44 24 40 6 86',
  '7': 'M2 0 L98 0 L38 140',
  '8': 'M50 64 C0 60 2 0 50 0 C98 0 100 60 50 64 C-14 68 -14 140 50 140 C114 140 114 68 50 64 Z',
  '9': 'M94 54 C76 100 2 96 2 44 C2 -14 96 -14 96 44 C96 80 70 130 18 134',
  A: 'M0 140 L50 0 L100 140 M20 92 L80 92',
  B: 'M4 0 L4 140 L54 140 C108 140 108 68 54 68 L4 68 M4 0 L50 0 C98 0 98 68 50 68',
  C: 'M94 28 C78 -10 4 -18 2 70 C4 158 78 150 94 112',
  E: 'M92 0 L4 0 L4 140 L92 140 M4 68 L76 68',
  F: 'M92 0 L4 0 L4 140 M4 66 L74 66',
  H: 'M2 0 L2 140 M98 0 L98 140 M2 68 L98 68',
  K: 'M4 0 L4 140 M94 0 L4 84 M36 56 L98 140',
  L: 'M6 0 L6 140 L92 140',
  M: 'M0 140 L6 0 L50 92 L94 0 L100 140',
  N: 'M2 140 L2 0 L98 140 L98 0',
  P: 'M4 140 L4 0 L54 0 C108 0 108 78 54 78 L4 78',
  R: 'M4 140 L4 0 L54 0 C106 0 106 72 54 72 L4 72 M46 72 L98 140',
  S: 'M92 24 C74 -12 6 -8 8 34 C10 78 96 58 94 104 C92 150 20 150 2 114',
  T: 'M0 0 L100 0 M50 0 L50 140',
  U: 'M2 0 L2 88 C2 158 98 158 98 88 L98 0',
  X: 'M2 0 L98 140 M98 0 L2 140',
  Y: 'M0 0 L50 66 L100 0 M50 66 L50 140',
  Z: 'M4 0 L96 0 L4 140 L98 140',
};

/** The characters that can be asked for together: digits with digits, letters with letters. */
export const alphabets = [/\d/, /[A-Z]/].map((kind) =>
  Object.keys(glyphs).filter((glyph) => kind.test(glyph)),
);

/** Draws one character `height` pixels tall with its top left corner at (x, y). */
export function drawGlyph(glyph: string, x: number, y: number, height: number, colour: string): string {
  const path = glyphs[glyph];
  if (path === undefined) throw new Error(`No outline for '${glyph}'.`);
  const style = `fill="none" stroke="${colour}" stroke-width="20" stroke-linecap="round" stroke-linejoin="round"`;
  return `<g transform="translate(${x} ${y}) scale(${height / 140})"><path d="${path}" ${style}/></g>`;
}
