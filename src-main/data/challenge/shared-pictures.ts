import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { hostMessage } from '../../messages/host-messages.ts';
import { makeFinding } from './findings.ts';
import type { ReadQuestion } from './questions.ts';
import type { Finding } from './types.ts';

/** Warns about each test question whose picture is, by path or byte for byte, one of the training pictures. */
export async function findSharedPictures(
  train: readonly ReadQuestion[],
  test: readonly ReadQuestion[],
  testFile: string,
): Promise<Finding[]> {
  const hash = createHasher();
  const trainBySize = Map.groupBy(train, ({ pictureSize }) => pictureSize);
  const findings: Finding[] = [];
  for (const { question, pictureSize } of test) {
    // Only pictures of the same size can have the same bytes: few are read.
    for (const other of trainBySize.get(pictureSize) ?? []) {
      if (
        other.question.picture !== question.picture &&
        (await hash(other.question.picture)) !== (await hash(question.picture))
      )
        continue;
      const { row, id } = other.question;
      const said = hostMessage('picture-in-train-and-test', { row, id });
      const place = { file: testFile, row: question.row, column: 'path' };
      findings.push(makeFinding('warning', 'picture-in-train-and-test', place, said));
      break;
    }
  }
  return findings;
}

function createHasher(): (path: string) => Promise<string> {
  const hashes = new Map<string, Promise<string>>();
  return (path) => {
    const hash =
      hashes.get(path) ?? readFile(path).then((bytes) => createHash('sha256').update(bytes).digest('hex'));
    hashes.set(path, hash);
    return hash;
  };
}
