/** A file that was dropped, and its path within what was dropped: `challenge/pictures/1.png`. */
export interface DroppedFile {
  readonly path: string;
  readonly file: File;
}

/** The files of a drop, those of folders included; files that systems leave about are not. */
export async function droppedFiles({ items }: DataTransfer): Promise<DroppedFile[]> {
  // Entries must be taken before the first await: the list is emptied when the event is over.
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const found: DroppedFile[] = [];
  for (const entry of entries) await collect(entry, found);
  return found;
}

async function collect(entry: FileSystemEntry, into: DroppedFile[]): Promise<void> {
  if (/^(\.|__MACOSX$|Thumbs\.db$|desktop\.ini$)/i.test(entry.name)) return;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    into.push({ path: entry.fullPath.replace(/^\//, ''), file });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  // A reader gives a hundred at a time, and none when it is through.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return;
    for (const child of some) await collect(child, into);
  }
}
