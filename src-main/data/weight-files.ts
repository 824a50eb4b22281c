import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { fromSystemError, QuartetError } from '../common/errors.ts';
import { hostMessage } from '../messages/host-messages.ts';

/** Where weights really lie: ONNX Runtime follows no link that leaves the folder it is given, and Hugging Face's cache is made of such links. */
export interface WeightFiles {
  /** The nearest folder that holds every file, free of links. */
  readonly folder: string;
  /** From a file as the snapshot names it to its place below `folder`. */
  readonly locations: ReadonlyMap<string, string>;
}

/** Resolves the links of a snapshot's weight files. Errors: NOT_FOUND for a link to nothing, UNSUPPORTED when they lie on different drives. */
export async function locateWeights(files: readonly string[]): Promise<WeightFiles> {
  const real = new Map<string, string>();
  for (const file of files)
    real.set(
      file,
      await realpath(file).catch((error: unknown) => {
        throw fromSystemError(error, 'cannot-open', file);
      }),
    );
  const folder = commonFolder([...real.values()]);
  return {
    folder,
    locations: new Map([...real].map(([file, place]) => [file, path.relative(folder, place)])),
  };
}

/** The nearest folder above all files. Errors: UNSUPPORTED when there is none. */
export function commonFolder(files: readonly string[], { dirname, parse, sep } = path): string {
  let folder = dirname(files[0] ?? '.');
  const holds = (file: string): boolean => file.startsWith(folder.endsWith(sep) ? folder : folder + sep);
  while (!files.every(holds)) {
    if (folder === parse(folder).root) {
      const drives = [...new Set(files.map((file) => parse(file).root))].join(', ');
      throw new QuartetError('UNSUPPORTED', hostMessage('weights-on-drives', { drives }));
    }
    folder = dirname(folder);
  }
  return folder;
}
