import { QuartetError } from '../../common/errors.ts';
import { decodePicture } from '../pictures.ts';
import { hostMessage, type HostMessage } from '../../messages/host-messages.ts';
import { makeFinding, messageOfError } from './findings.ts';
import type { Finding, Question } from './types.ts';

/** How to check pictures: `file` is the CSV that the questions come from, which findings name. */
export interface CheckPicturesOptions {
  readonly file: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

// Decoding takes a core; two at once hide the reading, more would only hold memory.
const workers = 2;

/** Decodes each picture once; one finding for each that cannot be used or is doubtful, at the first row that uses it. */
export async function checkPictures(
  questions: readonly Question[],
  options: CheckPicturesOptions,
): Promise<Finding[]> {
  const users = [...Map.groupBy(questions, ({ picture }) => picture).values()];
  const findings: Finding[][] = users.map(() => []);
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < users.length; index = next++) {
      options.signal?.throwIfAborted();
      findings[index] = await checkPicture(users[index]!, options.file);
      options.onProgress?.(++done, users.length);
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  return findings.flat();
}

async function checkPicture(users: readonly Question[], file: string): Promise<Finding[]> {
  const { picture, row } = users[0]!;
  const rows = users.length;
  const withUsers = (finding: HostMessage): HostMessage =>
    rows > 1 ? hostMessage('rows-share-picture', { finding, rows }) : finding;
  const place = { file, row, column: 'path' };
  try {
    const { warnings } = await decodePicture(picture);
    return warnings.map(({ code, message }) => makeFinding('warning', code, place, withUsers(message)));
  } catch (error) {
    if (!(error instanceof QuartetError)) throw error;
    return [makeFinding('error', 'picture-unusable', place, withUsers(messageOfError(error)))];
  }
}
