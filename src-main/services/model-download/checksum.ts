import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { RemoteFile } from './plan.ts';

/** Whether a file on disk has the content that the repository lists; reads all of it. */
export async function matches(path: string, remote: RemoteFile, signal?: AbortSignal): Promise<boolean> {
  const { kind, hex } = remote.checksum;
  const hash = createHash(kind === 'sha256' ? 'sha256' : 'sha1');
  if (kind === 'git-sha1') hash.update(`blob ${remote.size}\0`);
  const chunks = createReadStream(path, { highWaterMark: 2 ** 20, ...(signal && { signal }) });
  for await (const chunk of chunks) hash.update(chunk as Buffer);
  return hash.digest('hex') === hex;
}
