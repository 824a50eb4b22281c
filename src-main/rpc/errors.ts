import { ORPCError } from '@orpc/server';
import { messageOf, QuartetError } from '../common/errors.ts';
import type { Log } from '../common/log.ts';
import { errors } from '../contract/errors.ts';

/** What a caller is told of anything that was thrown; what is a defect of ours is logged too. */
export function asRpcError(error: unknown, log: Log): ORPCError<string, unknown> {
  if (error instanceof QuartetError) return rpcError(error.code, error.message, error);
  if (isRpcError(error)) {
    // oRPC's own word for input that does not fit its schema; for output it is a defect of ours.
    if (error.code === 'BAD_REQUEST') return rpcError('INVALID_INPUT', issuesOf(error), error);
    if (error.code === 'INTERNAL_SERVER_ERROR') log.error(`${error.message} ${issuesOf(error)}`);
    return error;
  }
  log.error(messageOf(error), { stack: error instanceof Error ? error.stack : undefined });
  return rpcError('INTERNAL', messageOf(error), error);
}

function isRpcError(error: unknown): error is ORPCError<string, unknown> {
  return error instanceof ORPCError;
}

function rpcError(code: keyof typeof errors, message: string, cause: unknown): ORPCError<string, unknown> {
  return new ORPCError(code, { status: errors[code].status, message, cause });
}

/** `page.limit: too big; name: …`, from what the schema found. */
function issuesOf(error: ORPCError<string, unknown>): string {
  const data = error.data as
    { issues?: readonly { path?: readonly unknown[]; message: string }[] } | undefined;
  const cause = error.cause as typeof data;
  const issues = data?.issues ?? cause?.issues ?? [];
  if (issues.length === 0) return error.message;
  return issues.map(({ path, message }) => `${(path ?? []).map(String).join('.')}: ${message}`).join('; ');
}
