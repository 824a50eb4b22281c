import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeSafetensors, type TensorToWrite } from '../../src-main/data/safetensors-write.ts';
import type { Sequence } from '../../src-main/models/family.ts';
import { writeAdapter } from '../../src-main/models/lora/adapter-file.ts';
import type { Example } from '../../src-main/train/batch.ts';
import { initialParameters } from '../../src-main/train/initial-parameters.ts';
import type { RunContext } from '../../src-main/train/prepare-run.ts';
import { openWorkload, promptBatches, trainingBatches, type Case } from './workload.ts';

/**
 * Writes what PyTorch needs to do the same work: `train.safetensors` and `answer.safetensors` (per batch b:
 * `b.ids`, `b.mask`, `b.labels` [batch, seq], padded on the left, `b.pixels` [patches, pixels], `b.grids` [pictures, 3],
 * all as f32), the adapter as PEFT reads it, and `settings.json`.
 */
export async function writeExchange(folder: string, varied: Case): Promise<void> {
  const context = await openWorkload(varied);
  const { model, recipe, snapshot, letterIds } = context;
  const train = await trainingBatches(context);
  await writeBatches(join(folder, 'train.safetensors'), train);
  const prompts = await promptBatches(context);
  await writeBatches(join(folder, 'answer.safetensors'), prompts);
  await writeInitialAdapter(join(folder, 'adapter'), context);
  const settings = {
    model: snapshot.folder,
    imageTokenId: model.imageTokenId,
    letterIds,
    batches: train.length,
    ...recipe.training,
  };
  await writeFile(join(folder, 'settings.json'), JSON.stringify(settings));
}

async function writeInitialAdapter(
  folder: string,
  { recipe, trainable, snapshot }: RunContext,
): Promise<void> {
  const initial = initialParameters(trainable, recipe.training.seed);
  const tensors = trainable.map((parameter, i) => ({ ...parameter, data: initial[i]! }));
  await writeAdapter(
    folder,
    { ...recipe.lora, useRslora: false, baseModel: snapshot.folder, fourBit: null },
    tensors,
  );
}

async function writeBatches(file: string, batches: readonly (Example | Sequence)[][]): Promise<void> {
  await writeSafetensors(
    file,
    batches.flatMap((batch, b) => batchTensors(batch).map((t) => ({ ...t, name: `${b}.${t.name}` }))),
  );
}

function batchTensors(batch: readonly (Example | Sequence)[]): TensorToWrite[] {
  const seq = Math.max(...batch.map(({ ids }) => ids.length));
  const padded = (name: string, pad: number, values: (sample: Example | Sequence) => readonly number[]) => {
    const data = new Float32Array(batch.length * seq).fill(pad);
    batch.forEach((sample, b) => data.set(values(sample), (b + 1) * seq - sample.ids.length));
    return { name, shape: [batch.length, seq], data };
  };
  const pictures = batch.flatMap((sample) => sample.pictures);
  const grids = pictures.flatMap(({ gridHeight, gridWidth }) => [1, gridHeight, gridWidth]);
  const pixels = Float32Array.from(
    pictures.flatMap((picture) => ('pixels' in picture ? [...picture.pixels] : [])),
  );
  const patches = pictures.reduce((sum, { gridHeight, gridWidth }) => sum + gridHeight * gridWidth, 0);
  return [
    padded('ids', 0, ({ ids }) => ids),
    padded('mask', 0, ({ ids }) => ids.map(() => 1)),
    padded('labels', -100, (sample) => ('labels' in sample ? sample.labels : [])),
    { name: 'pixels', shape: [patches, pixels.length / patches], data: pixels },
    { name: 'grids', shape: [pictures.length, 3], data: Float32Array.from(grids) },
  ];
}
