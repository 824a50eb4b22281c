/**
 * Decodes CP949 (Windows' Korean), or null when bytes do not belong to it. The runtime's own `euc-kr` decoder knows only
 * the 2,350 syllables of KS X 1001 and drops the other 8,822 without an error.
 */
export function decodeCp949(bytes: Uint8Array): string | null {
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const lead = bytes[at]!;
    const character = lead < 0x80 ? String.fromCharCode(lead) : decodePair(lead, bytes[at + 1] ?? 0);
    if (character === null) return null;
    text += character;
    at += lead < 0x80 ? 1 : 2;
  }
  return text;
}

function decodePair(lead: number, trail: number): string | null {
  const { standard, extended } = (tables ??= buildTables());
  return standard.get(lead * 256 + trail) ?? extended.get(lead * 256 + trail) ?? null;
}

interface Tables {
  readonly standard: ReadonlyMap<number, string>;
  readonly extended: ReadonlyMap<number, string>;
}

let tables: Tables | undefined;

function buildTables(): Tables {
  const standard = standardPairs();
  return { standard, extended: extendedPairs(new Set(standard.values())) };
}

/** KS X 1001: both bytes 0xA1 to 0xFE; the decoder lacks two of its later signs, and gives private characters for free places. */
function standardPairs(): Map<number, string> {
  const decoder = new TextDecoder('euc-kr');
  const pairs = new Map([
    [0xa2e6, '€'],
    [0xa2e7, '®'],
  ]);
  for (let lead = 0xa1; lead <= 0xfe; lead++)
    for (let trail = 0xa1; trail <= 0xfe; trail++) {
      const character = decoder.decode(Uint8Array.of(lead, trail));
      if (!/[\ufffd\ue000-\uf8ff]/.test(character)) pairs.set(lead * 256 + trail, character);
    }
  return pairs;
}

/** The syllables that KS X 1001 lacks, in Unicode's order, on the byte pairs that it leaves free. */
function extendedPairs(taken: ReadonlySet<string>): Map<number, string> {
  const pairs = new Map<number, string>();
  let syllable = 0xac00;
  for (let lead = 0x81; lead <= 0xc6; lead++)
    for (const trail of freeTrails(lead)) {
      while (taken.has(String.fromCharCode(syllable))) syllable++;
      if (syllable > 0xd7a3) return pairs;
      pairs.set(lead * 256 + trail, String.fromCharCode(syllable++));
    }
  return pairs;
}

function freeTrails(lead: number): number[] {
  const last = lead < 0xa1 ? 0xfe : 0xa0;
  const range = (from: number, to: number): number[] =>
    Array.from({ length: to - from + 1 }, (_, index) => from + index);
  return [...range(0x41, 0x5a), ...range(0x61, 0x7a), ...range(0x81, last)];
}
