import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** SHA-256 of a content; or git's name of it, as Hugging Face lists small files: SHA-1 over `blob <size>\0` and it. */
export interface Checksum {
  readonly kind: 'sha256' | 'git-sha1';
  readonly hex: string;
}

/** The checksum of a file of `bytes` bytes, of the same kind as the one that is expected; reads all of it. */
export async function checksumOf(
  path: string,
  { kind }: Checksum,
  bytes: number,
  signal?: AbortSignal,
): Promise<string> {
  const hash = createHash(kind === 'sha256' ? 'sha256' : 'sha1');
  if (kind === 'git-sha1') hash.update(`blob ${bytes}\0`);
  const chunks = createReadStream(path, { highWaterMark: 2 ** 20, ...(signal && { signal }) });
  for await (const chunk of chunks) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
