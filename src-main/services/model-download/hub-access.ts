import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromSystemError, QuartetError } from '../../common/errors.ts';
import { huggingFaceHome } from '../hugging-face-cache.ts';
import { hostMessage } from '../../messages/host-messages.ts';

/** Where models are downloaded from, and as whom. */
export interface HubAccess {
  /** Without a slash at its end. */
  readonly endpoint: string;
  readonly token: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads what Hugging Face's own tools read: HF_ENDPOINT, HF_TOKEN or the file that `hf auth login` writes. Errors: UNSUPPORTED when HF_HUB_OFFLINE forbids it. */
export async function hubAccess(endpoint?: string, env: Environment = process.env): Promise<HubAccess> {
  if (/^(1|on|yes|true)$/i.test(env['HF_HUB_OFFLINE'] ?? ''))
    throw new QuartetError('UNSUPPORTED', hostMessage('hub-offline', {}));
  const address = endpoint ?? (env['HF_ENDPOINT'] || 'https://huggingface.co');
  if (!/^https?:$/.test(URL.parse(address)?.protocol ?? ''))
    throw new QuartetError('INVALID_INPUT', hostMessage('no-address', { address }));
  return { endpoint: address.replace(/\/+$/, ''), token: await readToken(env) };
}

async function readToken(env: Environment): Promise<string | undefined> {
  const file = env['HF_TOKEN_PATH'] || join(huggingFaceHome(env), 'token');
  const token = env['HF_TOKEN']?.trim() || (await readOptional(file));
  // The library refuses others, in words that do not say where the token came from.
  if (token && !token.startsWith('hf_'))
    throw new QuartetError(
      'INVALID_INPUT',
      hostMessage('no-access-token', { source: env['HF_TOKEN'] ? 'HF_TOKEN' : file }),
    );
  return token || undefined;
}

async function readOptional(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw fromSystemError(error, 'cannot-read', file);
  }
}
