import type { ErrorMap } from '@orpc/contract';
import type { ErrorCode } from '../common/errors.ts';

/** What a call may fail with: QuartetError's codes; the message says where and what to do. */
export const errors = {
  INVALID_INPUT: { status: 400 },
  NOT_FOUND: { status: 404 },
  UNSUPPORTED: { status: 501 },
  CONFLICT: { status: 409 },
  OUT_OF_SPACE: { status: 507 },
  CANCELLED: { status: 499 },
  GUARD: { status: 422 },
  ENGINE: { status: 502 },
  INTERNAL: { status: 500 },
} as const satisfies Record<ErrorCode, ErrorMap[string]>;
