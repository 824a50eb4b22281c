import { hostMessage } from '../messages/host-messages.ts';
import { reasonOfCode, type SystemFailure } from '../messages/system.ts';

/** What went wrong, in a word that programs can match; the command line maps it to an exit code. */
export type ErrorCode =
  | 'INVALID_INPUT' // a file, row or field of the user's is wrong
  | 'NOT_FOUND' // a path, run or model that was named does not exist
  | 'UNSUPPORTED' // understood, but this version or machine cannot do it
  | 'CONFLICT' // the state forbids it: a run is active, a file changed since
  | 'OUT_OF_SPACE' // disk or memory
  | 'CANCELLED' // the user asked for it
  | 'GUARD' // training was stopped because going on would waste time
  | 'ENGINE' // ONNX Runtime or the engine process failed
  | 'INTERNAL'; // a defect of ours

/** An error whose message says where and what to do; `cause` carries what lay beneath. */
export class QuartetError extends Error {
  override readonly name = 'QuartetError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What Node says of a call that the system refused. */
interface SystemError {
  readonly code?: string;
  readonly syscall?: string;
  readonly path?: string;
  readonly dest?: string;
}

/** Wraps what the system threw, naming the file; a full disk gets the code that tells people to free space. */
export function fromSystemError(error: unknown, failure: SystemFailure, file: string): QuartetError {
  const reason = systemReason(error);
  const { code } = (error ?? {}) as SystemError;
  const kind = reasonOfCode[code ?? ''];
  const told = kind === 'disk-full' ? 'OUT_OF_SPACE' : kind === 'not-found' ? 'NOT_FOUND' : 'INVALID_INPUT';
  return new QuartetError(told, hostMessage(failure, { file, reason }), { cause: error });
}

/** Why the system refused, in words that have a translation; the error's own words where its code is unknown. */
export function systemReason(error: unknown): string {
  const { code, syscall, path, dest } = (error ?? {}) as SystemError;
  const kind = reasonOfCode[code ?? ''];
  if (kind === undefined) return messageOf(error);
  const what = [syscall, path, dest && `→ ${dest}`].filter(Boolean).join(' ');
  return hostMessage(kind, { seen: what === '' ? code! : `${code}: ${what}` });
}
