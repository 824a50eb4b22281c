import { stat } from 'node:fs/promises';
import { fromSystemError } from '../../common/errors.ts';

/** The size of a file; 0 where there is none. */
export async function fileSize(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw fromSystemError(error, 'cannot-read', path);
  }
}
