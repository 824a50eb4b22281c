import { api } from '../../client/connection.svelte.ts';
import { droppedPath } from '../../client/desktop.ts';
import { pathSource, type ImportSource } from '../../client/importing.svelte.ts';
import { upload, type Chosen } from './upload.ts';

/** What was dropped on the window: each file or folder is a source of its own. Must be called before the drop's event ends. */
export function sourcesOfDrop(data: DataTransfer): Promise<ImportSource>[] {
  return [...data.items].flatMap((item) => {
    const file = item.getAsFile();
    const path = file && droppedPath(file);
    if (path) return [Promise.resolve(pathSource(path))];
    const entry = item.webkitGetAsEntry();
    return entry ? [filesIn(entry, '').then((files) => sentSource(entry.name, files))] : [];
  });
}

/** What was chosen in a file field; a folder's files come as one source. */
export function sourcesOfFiles(list: FileList): ImportSource[] {
  const files = [...list].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
  const folders = Map.groupBy(files, ({ path }) => path.split('/')[0]!);
  return [...folders].map(([name, own]) => sentSource(name, own));
}

function sentSource(name: string, files: readonly Chosen[]): ImportSource {
  let sent: Promise<string> | undefined;
  return {
    name,
    // A second look, after the form was filled in, needs no second sending.
    async read(report, signal) {
      sent ??= upload(files.filter(isWanted), report, signal);
      try {
        return { upload: await sent };
      } catch (error) {
        sent = undefined;
        throw error;
      }
    },
    discard() {
      // Nobody waits for it: what stays behind is removed by the host after a day.
      void sent?.then((id) => api.imports.discard({ upload: id })).catch(() => {});
    },
  };
}

/** Checkpoints are large and stay with whoever trains. */
function isWanted({ path }: Chosen): boolean {
  const parts = path.split('/');
  return !parts.includes('checkpoints') && !parts.at(-1)!.startsWith('.');
}

async function filesIn(entry: FileSystemEntry, above: string): Promise<Chosen[]> {
  const path = `${above}${entry.name}`;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    return [{ path, file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: FileSystemEntry[] = [];
  // A reader gives a hundred at a time, and none at the end.
  for (let some: FileSystemEntry[] = []; ; found.push(...some)) {
    some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) break;
  }
  return (await Promise.all(found.map((inner) => filesIn(inner, `${path}/`)))).flat();
}
