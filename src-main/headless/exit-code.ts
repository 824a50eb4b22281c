import { QuartetError, type ErrorCode } from '../common/errors.ts';

/** How the command line ends: 0 well, and these. */
export const exitCodes = { failed: 1, badInput: 2, guard: 3, cancelled: 130 } as const;

const byCode: Record<ErrorCode, number> = {
  INVALID_INPUT: exitCodes.badInput,
  NOT_FOUND: exitCodes.badInput,
  UNSUPPORTED: exitCodes.failed,
  CONFLICT: exitCodes.failed,
  OUT_OF_SPACE: exitCodes.failed,
  CANCELLED: exitCodes.cancelled,
  GUARD: exitCodes.guard,
  ENGINE: exitCodes.failed,
  INTERNAL: exitCodes.failed,
};

/** The exit code that tells of an error. */
export function exitCodeOf(error: unknown): number {
  return error instanceof QuartetError ? byCode[error.code] : exitCodes.failed;
}
