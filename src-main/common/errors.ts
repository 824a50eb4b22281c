import { hostMessage } from '../messages/host-messages.ts';

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

/** Wraps what the system threw; a full disk gets the code that tells people to free space. */
export function fromSystemError(error: unknown, doing: string): QuartetError {
  const code = (error as { code?: unknown } | null)?.code;
  const reason = messageOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new QuartetError('OUT_OF_SPACE', hostMessage('disk-full', { doing }), {
      cause: error,
    });
  if (code === 'ENOENT')
    return new QuartetError('NOT_FOUND', hostMessage('system-not-found', { doing, reason }), {
      cause: error,
    });
  return new QuartetError('INVALID_INPUT', `${doing}: ${reason}`, { cause: error });
}
