import { messageOf, QuartetError } from '../../common/errors.ts';
import type { HubAccess } from './hub-access.ts';

/** Says what a refusal of the hub means and what to do; `what` is the repository, with revision or file. */
export function fromHubError(error: unknown, { endpoint, token }: HubAccess, repo: string): QuartetError {
  if (error instanceof QuartetError) return error;
  const page = `${endpoint}/${repo}`;
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  const tell = (code: 'NOT_FOUND' | 'INVALID_INPUT' | 'UNSUPPORTED', message: string): QuartetError =>
    new QuartetError(code, message, { cause: error });
  if (status === 401)
    return tell(
      'NOT_FOUND',
      token
        ? `${endpoint} does not accept the access token for ${repo}. Look at the token and at the name.`
        : `${endpoint} does not show ${repo} to everyone: it may not exist, or it is gated. Look at the name, accept its conditions on ${page}, and set HF_TOKEN.`,
    );
  if (status === 403)
    return tell(
      'INVALID_INPUT',
      `${endpoint} refuses ${repo}${token ? ' to the owner of this access token' : ''}. Accept its conditions on ${page} and set HF_TOKEN to a token that may read it.`,
    );
  if (status === 404)
    return tell(
      'NOT_FOUND',
      `${endpoint} has no such model or revision: ${repo}. Look at the name on ${page}.`,
    );
  if (typeof status === 'number')
    return tell('UNSUPPORTED', `${endpoint} answered ${status} for ${repo}. Try again later.`);
  const cause = error instanceof Error && error.cause ? ` (${messageOf(error.cause)})` : '';
  return tell(
    'UNSUPPORTED',
    `Asking ${endpoint} for ${repo} failed: ${messageOf(error)}${cause}. Look at the connection; the same command goes on where it stopped.`,
  );
}
