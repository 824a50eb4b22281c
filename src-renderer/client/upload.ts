import type { DroppedFile } from './dropped.ts';

/** How many files travel at a time. */
const lanes = 4;

/**
 * Sends files to the host, which may be another machine; gives the upload's id. Stops at the first that is refused, with
 * the host's words.
 */
export async function uploadFiles(
  files: readonly DroppedFile[],
  onprogress: (done: number) => void,
  signal?: AbortSignal,
): Promise<string> {
  const id = crypto.randomUUID();
  const queue = files.values();
  let done = 0;
  const send = async (): Promise<void> => {
    for (const { path, file } of queue) {
      const address = path.split('/').map(encodeURIComponent).join('/');
      const answer = await fetch(`/uploads/${id}/${address}`, {
        method: 'PUT',
        body: file,
        ...(signal && { signal }),
      });
      if (!answer.ok) throw new Error(await answer.text());
      onprogress(++done);
    }
  };
  await Promise.all(Array.from({ length: lanes }, send));
  return id;
}
