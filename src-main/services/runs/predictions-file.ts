import { z } from 'zod';
import { writeFileAtomic } from '../../common/atomic-file.ts';
import { QuartetError } from '../../common/errors.ts';
import { letters, type Letter } from '../../common/letters.ts';
import { formatCsv, parseCsv } from '../../data/csv.ts';
import { predictionColumns } from '../../engine/contract.ts';
import { readIfThere } from './folder.ts';
import { hostMessage } from '../../messages/host-messages.ts';

const probability = z.stringFormat('probability', (cell) => cell === '' || Number.isFinite(Number(cell)));
const number = probability.transform((cell) => (cell === '' ? null : Number(cell)));
const columns = z.tuple([
  z.string().min(1),
  z.string().min(1),
  number,
  number,
  number,
  number,
  z.enum(letters),
  z.string(),
]);

/** A line of `predictions.csv`. */
export interface Prediction {
  readonly questionId: string;
  readonly split: string;
  readonly a: number | null;
  readonly b: number | null;
  readonly c: number | null;
  readonly d: number | null;
  readonly answer: Letter;
  /** Whether the letter was read without a guess, as the engine words it. */
  readonly parsed: string;
}

/** Reads `predictions.csv`; none when it is not there. Errors name file and row. */
export async function readPredictions(file: string): Promise<Prediction[]> {
  const text = await readIfThere(file);
  if (text === null) return [];
  const { header, rows } = parseCsv(Buffer.from(text), file);
  if (header.join() !== predictionColumns.join())
    throw new QuartetError(
      'INVALID_INPUT',
      hostMessage('prediction-columns', { file, columns: predictionColumns.join(', ') }),
    );
  return rows.map(({ row, cells }) => {
    const parsed = columns.safeParse(cells);
    if (!parsed.success)
      throw new QuartetError(
        'INVALID_INPUT',
        hostMessage('not-a-prediction', { file, row, columns: unreadColumns(parsed.error) }),
      );
    const [questionId, split, a, b, c, d, answer, how] = parsed.data;
    return { questionId, split, a, b, c, d, answer, parsed: how };
  });
}

function unreadColumns({ issues }: z.ZodError): string {
  return issues.map(({ path: [cell] }) => predictionColumns[Number(cell)] ?? '').join(', ');
}

/** Writes `predictions.csv` as an engine writes it, whole or not at all. */
export async function writePredictions(file: string, predictions: readonly Prediction[]): Promise<void> {
  const rows = predictions.map(({ questionId, split, a, b, c, d, answer, parsed }) => [
    questionId,
    split,
    ...[a, b, c, d].map((value) => value?.toFixed(6) ?? ''),
    answer,
    parsed,
  ]);
  await writeFileAtomic(file, formatCsv(predictionColumns, rows));
}
