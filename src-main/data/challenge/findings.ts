import type { QuartetError } from '../../common/errors.ts';
import { hostMessage, type HostMessage } from '../../messages/host-messages.ts';
import type { Finding } from './types.ts';

/** Where something was found; a row is a line of the file. */
export interface Place {
  readonly file: string;
  readonly row?: number | null;
  readonly column?: string | null;
}

/** Takes findings as they are made. */
export type Report = (finding: Finding) => void;

/** A finding whose message begins with its place; `finding` says what is wrong and what to do, in words that have a translation. */
export function makeFinding(
  severity: Finding['severity'],
  code: string,
  { file, row = null, column = null }: Place,
  finding: HostMessage,
): Finding {
  return { severity, code, file, row, column, message: placed({ file, row, column }, finding) };
}

/** What an error of `data/` says: its words come from the catalogue as well. */
export function messageOfError(error: QuartetError): HostMessage {
  return error.message as HostMessage;
}

function placed({ file, row, column }: Required<Place>, finding: HostMessage): HostMessage {
  if (row !== null && column !== null) return hostMessage('found-at-cell', { file, row, column, finding });
  if (row !== null) return hostMessage('found-at-row', { file, row, finding });
  return column === null ? finding : hostMessage('found-in-column', { file, column, finding });
}
