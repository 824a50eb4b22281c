/** A file and where it lies within what was chosen: `a1b2/run.json`. */
export interface Chosen {
  readonly path: string;
  readonly file: File;
}

/** Sends files to the host, which keeps them until they are imported or discarded; reports the share that is sent. */
export async function upload(
  files: readonly Chosen[],
  report: (share: number) => void,
  signal: AbortSignal,
): Promise<string> {
  const id = crypto.randomUUID();
  const total = files.reduce((sum, { file }) => sum + file.size, 0);
  let sent = 0;
  for (const { path, file } of files) {
    const address = `uploads/${id}/${path.split('/').map(encodeURIComponent).join('/')}`;
    await put(address, file, (bytes) => report(total === 0 ? 1 : (sent + bytes) / total), signal);
    sent += file.size;
  }
  return id;
}

/** `fetch` does not tell how far an upload is. */
function put(
  address: string,
  file: File,
  progress: (bytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = (): void => request.abort();
    request.open('PUT', new URL(address, location.href.split('#')[0]));
    request.upload.onprogress = ({ loaded }) => progress(loaded);
    request.onload = () =>
      request.status === 201 ? resolve() : reject(new Error(request.responseText.trim()));
    request.onerror = () => reject(new Error(`${file.name}: ${request.statusText || 'connection lost'}`));
    request.onabort = () => reject(new DOMException('Aborted', 'AbortError'));
    request.onloadend = () => signal.removeEventListener('abort', abort);
    signal.addEventListener('abort', abort);
    request.send(file);
  });
}
