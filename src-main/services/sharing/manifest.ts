import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { QuartetError } from '../../common/errors.ts';
import { readOptionalJsonObject } from '../../common/json-file.ts';
import { hostMessage } from '../../messages/host-messages.ts';
import { faultyFields } from '../../common/faulty-fields.ts';

export const manifestName = 'manifest.json';

/** The files of a run folder that travel beside run.json and the adapter. */
export const plainFiles = ['metrics.jsonl', 'predictions.csv', 'submission.csv', 'preflight.json'] as const;

/** Whether a file of an adapter folder travels. */
export function isAdapterFile(name: string): boolean {
  return /^\w[\w.-]*$/.test(name) && !name.endsWith('.tmp');
}

// A path such as ../settings.json is an attack; an unknown name may come from a newer Quartet. Both are left alone.
function travels(path: string): boolean {
  const adapter = 'adapter/';
  if (path.startsWith(adapter)) return isAdapterFile(path.slice(adapter.length));
  return path === 'run.json' || (plainFiles as readonly string[]).includes(path);
}

const fileSchema = z.object({
  path: z.string(),
  bytes: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const manifestSchema = z.object({
  format: z.literal(1),
  run: z.uuid(),
  /** When the newest part of the run was made, in milliseconds since 1970. */
  made: z.int(),
  files: z.array(fileSchema),
});

/** What a published run folder holds; it is written last, so that a folder without it is not finished. */
export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestFile = z.infer<typeof fileSchema>;

/** Reads a folder's manifest, of its files those that travel; null where there is none (yet). Errors: INVALID_INPUT for one that cannot be used. */
export async function readManifest(folder: string): Promise<Manifest | null> {
  const file = join(folder, manifestName);
  const json = await readOptionalJsonObject(file);
  if (json === null) return null;
  const parsed = manifestSchema.safeParse(json);
  if (!parsed.success)
    throw new QuartetError(
      'INVALID_INPUT',
      hostMessage('manifest-unusable', { file, fields: faultyFields(parsed.error) }),
    );
  return { ...parsed.data, files: parsed.data.files.filter(({ path }) => travels(path)) };
}

/** Those of a manifest's files that are not there in their full length: a sync tool may still be bringing them. */
export async function missingFiles(folder: string, { files }: Manifest): Promise<string[]> {
  const missing: string[] = [];
  for (const { path, bytes } of files) {
    const size = await stat(join(folder, path)).then(
      (found) => found.size,
      () => null,
    );
    if (size !== bytes) missing.push(path);
  }
  return missing;
}

/** Copies a file in pieces, making its folder; returns length and SHA-256 of what was copied. */
export async function copyFile(
  from: string,
  to: string,
  signal?: AbortSignal,
): Promise<{ readonly bytes: number; readonly sha256: string }> {
  await mkdir(dirname(to), { recursive: true });
  const hash = createHash('sha256');
  let bytes = 0;
  const count = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  await pipeline(createReadStream(from), count, createWriteStream(to), { ...(signal && { signal }) });
  return { bytes, sha256: hash.digest('hex') };
}
