import { QuartetError } from '../../common/errors.ts';
import { hostMessage } from '../../messages/host-messages.ts';
import { isRepoId } from '../hugging-face-cache.ts';
import type { Checksum } from '../download/checksum.ts';
import type { HubAccess } from './hub-access.ts';
import { fromHubError } from './hub-errors.ts';

/** One commit of a repository and those of its files that a snapshot needs. */
export interface DownloadPlan {
  readonly repo: string;
  readonly commit: string;
  /** In the order in which they are downloaded. */
  readonly files: readonly RemoteFile[];
  readonly totalBytes: number;
}

/** A file as the repository lists it. */
export interface RemoteFile {
  readonly name: string;
  readonly size: number;
  readonly checksum: Checksum;
}

/** Configuration, tokenizer, processor and weights; no weights in other formats, no subfolders. */
const wanted =
  /^((generation_|preprocessor_|processor_|video_preprocessor_|tokenizer_)?config\.json|(tokenizer|special_tokens_map|added_tokens|chat_template|vocab)\.json|merges\.txt|chat_template\.jinja|model[\w.-]*\.safetensors(\.index\.json)?)$/;

/** Asks the hub what a snapshot of `revision` (a branch, tag or commit) consists of. Errors: NOT_FOUND, UNSUPPORTED for a repository without safetensors, and what the hub refuses. */
export async function planDownload(
  access: HubAccess,
  repo: string,
  revision: string,
  signal?: AbortSignal,
): Promise<DownloadPlan> {
  if (!isRepoId(repo)) throw new QuartetError('INVALID_INPUT', hostMessage('no-model-name', { repo }));
  const { commit, files } = await askHub(access, repo, revision, signal);
  const names = new Set(files.map(({ name }) => name));
  if (!names.has('config.json') || ![...names].some((name) => name.endsWith('.safetensors')))
    throw new QuartetError('UNSUPPORTED', hostMessage('no-model-in-repo', { repo }));
  files.sort(byOrder);
  return { repo, commit, files, totalBytes: files.reduce((sum, { size }) => sum + size, 0) };
}

/** Without its config.json a folder counts as no model: it comes last, so that none is taken for one too early. */
function byOrder(a: RemoteFile, b: RemoteFile): number {
  const isLast = (file: RemoteFile): number => Number(file.name === 'config.json');
  return isLast(a) - isLast(b) || (a.name < b.name ? -1 : 1);
}

async function askHub(
  access: HubAccess,
  repo: string,
  revision: string,
  signal: AbortSignal | undefined,
): Promise<{ commit: string; files: RemoteFile[] }> {
  // Loaded when it is asked for: no other command has to wait for it.
  const { listFiles, modelInfo } = await import('@huggingface/hub');
  const common = { hubUrl: access.endpoint, fetch: abortable(signal), ...tokenOf(access) };
  try {
    const { sha: commit } = await modelInfo({ ...common, name: repo, revision, additionalFields: ['sha'] });
    const files: RemoteFile[] = [];
    for await (const { type, path, size, oid, lfs } of listFiles({ ...common, repo, revision: commit }))
      // What is empty has nothing to ask for.
      if (type === 'file' && size > 0 && wanted.test(path))
        files.push({
          name: path,
          size,
          checksum: lfs ? { kind: 'sha256', hex: lfs.oid } : { kind: 'git-sha1', hex: oid ?? '' },
        });
    return { commit, files };
  } catch (error) {
    signal?.throwIfAborted();
    throw fromHubError(error, access, revision === 'main' ? repo : `${repo} (${revision})`);
  }
}

/** The library takes a `fetch`, no signal. */
function abortable(signal: AbortSignal | undefined): typeof fetch {
  return (input, init) => fetch(input, { ...init, ...(signal && { signal }) });
}

/** The token as the library takes it: not at all, rather than undefined. */
function tokenOf({ token }: HubAccess): { accessToken?: string } {
  return token === undefined ? {} : { accessToken: token };
}
