import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { decodeCp949 } from '../../../src-main/data/cp949.ts';

it("decodes every pair of bytes like Python's cp949 codec", () => {
  const pairs: string[] = [];
  for (let code = 0x8100; code <= 0xffff; code++) {
    const character = decodeCp949(Uint8Array.of(code >> 8, code & 0xff));
    if (character !== null) pairs.push(code.toString(16) + character);
  }
  // SHA-256 over code and character of the pairs that Python decodes, made with Python 3.11.
  const python = '0635eaa9401689b16a39dd66465667fd344365befbabed97a43b00495020643f';
  expect(pairs).toHaveLength(17048);
  expect(createHash('sha256').update(pairs.join('')).digest('hex')).toBe(python);
});

it('refuses a lone or unknown byte', () => {
  for (const bytes of [[0xb0], [0x61, 0xff], [0x80, 0x41], [0xb0, 0x0a], [0xc9, 0xa1]])
    expect(decodeCp949(Uint8Array.from(bytes))).toBeNull();
});
