import { messageOf, QuartetError, type ErrorCode } from '../../common/errors.ts';
import { hostMessage, type HostMessage } from '../../messages/host-messages.ts';
import type { HubAccess } from './hub-access.ts';

/** Says what a refusal of the hub, or a lost connection to it, means and what to do; `repo` is the repository, with a revision where one was asked for. */
export function fromHubError(error: unknown, { endpoint, token }: HubAccess, repo: string): QuartetError {
  if (error instanceof QuartetError) return error;
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  const tell = (code: ErrorCode, message: HostMessage): QuartetError =>
    new QuartetError(code, message, { cause: error });
  const where = { endpoint, repo };
  if (status === 401)
    return tell('NOT_FOUND', hostMessage(token ? 'hub-refuses-token' : 'hub-shows-not-to-all', where));
  if (status === 403)
    return tell('INVALID_INPUT', hostMessage(token ? 'hub-refuses-owner' : 'hub-refuses', where));
  if (status === 404) return tell('NOT_FOUND', hostMessage('hub-has-no-such', where));
  if (typeof status === 'number')
    return tell('UNSUPPORTED', hostMessage('hub-answered', { ...where, status }));
  const cause = error instanceof Error && error.cause ? error.cause : error;
  return tell('UNSUPPORTED', hostMessage('hub-out-of-reach', { endpoint, reason: messageOf(cause) }));
}
