import { QuartetError } from '../common/errors.ts';
import { decodeCp949 } from './cp949.ts';
import { hostMessage } from '../messages/host-messages.ts';

/** Decodes UTF-8 (with or without BOM), UTF-16 with BOM, or CP949 as Korean Windows writes it; else names the first bad line. */
export function decodeText(bytes: Uint8Array, file: string): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  const text = decodeUtf8(bytes) ?? decodeCp949(bytes);
  if (text !== null) return text;
  const row = firstBadLine(bytes);
  throw new QuartetError('INVALID_INPUT', hostMessage('unknown-encoding', { file, row }));
}

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

function firstBadLine(bytes: Uint8Array): number {
  let start = 0;
  for (let row = 1; ; row++) {
    const end = bytes.indexOf(0x0a, start);
    const line = bytes.subarray(start, end < 0 ? bytes.length : end);
    if (end < 0 || (decodeUtf8(line) ?? decodeCp949(line)) === null) return row;
    start = end + 1;
  }
}
