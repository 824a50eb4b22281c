import type { Finding } from '../../../src-main/contract/index.ts';

/** Where a finding is, short: `train.csv:12 answer`. */
export function placeOf({ file, row, column }: Finding): string {
  const name = file.split(/[\\/]/).at(-1) ?? file;
  return `${name}${row === null ? '' : `:${row}`}${column === null ? '' : ` ${column}`}`;
}

/** A finding's words without its place, which its message begins with. */
export function wordsOf({ file, row, column, message }: Finding): string {
  const parts = [file, row === null ? [] : `row ${row}`, column === null ? [] : `column ${column}`].flat();
  const place = `${parts.join(', ')}: `;
  return message.startsWith(place) ? message.slice(place.length) : message;
}
