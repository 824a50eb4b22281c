import type { Finding } from './types.ts';

/** Where something was found; a row is a line of the file. */
export interface Place {
  readonly file: string;
  readonly row?: number | null;
  readonly column?: string | null;
}

/** Takes findings as they are made. */
export type Report = (finding: Finding) => void;

/** A finding whose message begins with its place; `text` says what is wrong and what to do. */
export function makeFinding(
  severity: Finding['severity'],
  code: string,
  place: Place,
  text: string,
): Finding {
  const { file, row = null, column = null } = place;
  const parts = [
    file,
    ...(row === null ? [] : [`row ${row}`]),
    ...(column === null ? [] : [`column ${column}`]),
  ];
  return { severity, code, file, row, column, message: `${parts.join(', ')}: ${text}` };
}
