import { rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { QuartetError } from '../common/errors.ts';
import { readHeader, readTensor } from '../data/safetensors.ts';
import { writeSafetensors } from '../data/safetensors-write.ts';
import type { Tensors } from './optimizer.ts';
import type { TrainableShape } from './graphs.ts';
import { hostMessage } from '../messages/host-messages.ts';

const evaluationSchema = z.object({
  loss: z.number(),
  accuracy: z.number(),
  low: z.number(),
  high: z.number(),
  count: z.int(),
});

const progressSchema = z.object({
  /** Changes when this build could no longer continue an older checkpoint. */
  format: z.literal(1),
  recipeHash: z.string(),
  step: z.int(),
  adamSteps: z.int(),
  lossScale: z.object({ value: z.number(), good: z.int() }).optional(),
  trainSeconds: z.number(),
  /** Size of metrics.jsonl at this point: what was written after it is cut off on resume. */
  metricsBytes: z.int(),
  best: z.object({ step: z.int(), evaluation: evaluationSchema }).nullable(),
  /** The last evaluation, and why training ended before its plan, so that answering can be resumed too. */
  last: evaluationSchema.nullable(),
  early: z.string().nullable(),
  /** Score that early stopping compares with, and evaluations since it last improved. */
  patience: z.object({ loss: z.number().nullable(), waited: z.int() }),
  guard: z.array(z.object({ loss: z.number(), correct: z.boolean() })),
  samples: z.int(),
  /** What it was computed on; null where an older version did not write it down. */
  provider: z.string().nullable().default(null),
});

/** Where a run stands; with the tensors, everything that the rest of it depends on. */
export type Progress = z.infer<typeof progressSchema>;

/** Named sets of tensors in the adapter's order: `parameters`, `first`, `second`, and where in use `average`, `best`. */
export type TensorSets = Readonly<Record<string, Tensors>>;

const fileName = 'state.safetensors';

/** Writes one file that replaces the last checkpoint as a whole, so that a kill at any moment leaves a good one. */
export async function writeCheckpoint(
  folder: string,
  shapes: readonly TrainableShape[],
  sets: TensorSets,
  progress: Progress,
): Promise<void> {
  const tensors = Object.entries(sets).flatMap(([set, arrays]) =>
    arrays.map((data, i) => ({ name: `${set}/${shapes[i]!.name}`, shape: shapes[i]!.shape, data })),
  );
  await writeSafetensors(join(folder, fileName), tensors, { progress: JSON.stringify(progress) });
}

/** Reads the checkpoint, or null when there is none; one of another recipe or adapter is a CONFLICT. */
export async function readCheckpoint(
  folder: string,
  shapes: readonly TrainableShape[],
  recipeHash: string,
): Promise<{ sets: TensorSets; progress: Progress } | null> {
  const file = join(folder, fileName);
  if (!existsSync(file)) return null;
  const header = await readHeader(file);
  const progress = progressSchema.parse(JSON.parse(header.metadata['progress'] ?? 'null'));
  if (progress.recipeHash !== recipeHash)
    throw new QuartetError('CONFLICT', hostMessage('checkpoint-other-recipe', { file }));
  const sets: Record<string, Float32Array[]> = {};
  for (const set of new Set([...header.tensors.keys()].map((name) => name.slice(0, name.indexOf('/')))))
    sets[set] = await Promise.all(
      shapes.map(({ name }) => {
        const entry = header.tensors.get(`${set}/${name}`);
        if (!entry)
          throw new QuartetError('CONFLICT', hostMessage('checkpoint-lacks', { file, set, parameter: name }));
        return readTensor(entry);
      }),
    );
  return { sets, progress };
}

/** Removes the checkpoint of a run that has ended. */
export async function removeCheckpoint(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}
