import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readHeader, readTensor } from '../../src-main/data/safetensors.ts';
import { openSnapshot } from '../../src-main/data/snapshot.ts';
import { readAdapter } from '../../src-main/models/lora/adapter-file.ts';
import { parameterName } from '../../src-main/models/lora/apply.ts';
import { openModel } from '../../src-main/models/open-model.ts';
import type { Provider } from '../../src-main/runtime/providers.ts';
import { ignored, type Example } from '../../src-main/train/batch.ts';
import type { GraphSource } from '../../src-main/train/graphs.ts';

/** The folder of fixtures; its README says what the files hold. */
export const parityFolder = join(import.meta.dirname, '../fixtures/parity');

export const caseNames = [
  'tied-22x32',
  'tied-one-window',
  'tied-two-sizes-left',
  'untied-36x36',
  'untied-two-sizes-right',
  'sharded-two-pictures',
  'qwen2-vl-tied-two-sizes-left',
  'qwen2-vl-tied-vision',
  'qwen2-vl-untied-two-sizes-right',
] as const;

interface CaseSequence {
  readonly ids: number[];
  readonly answerStart: number;
  readonly pictures: { gridHeight: number; gridWidth: number; seed: number }[];
  readonly logitRows: number[];
}

export interface CaseJson {
  readonly model: string;
  readonly padding: 'left' | 'right';
  readonly batches: CaseSequence[][];
  readonly losses: Record<'whole' | 'answer', { loss: number; targets: number }>;
  readonly training: {
    steps: number;
    learningRate: number;
    warmupSteps: number;
    weightDecay: number;
    clip: number;
    supervise: 'whole' | 'answer';
    trace: { learningRate: number; loss: number; gradientNorm: number }[];
  };
}

/** A case opened with our own code, and transformers' numbers beside it. */
export async function openCase(name: string, provider: Provider = 'cpu') {
  const folder = join(parityFolder, name);
  const json = JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8')) as CaseJson;
  const snapshot = await openSnapshot(join(parityFolder, 'models', json.model));
  const model = await openModel(snapshot);
  const adapter = await readAdapter(join(folder, 'adapter'), model);
  const modules = model.linears.filter(({ path }) => adapter.tensors.has(parameterName(path, 'A')));
  const header = await readHeader(join(folder, 'expected.safetensors'));
  const source: GraphSource = {
    snapshot,
    model,
    provider,
    dtype: 'f32',
    form: { pictures: 'floats', multiple: 1 },
    letterIds: [64, 65, 66, 67],
    lora: { modules, settings: adapter.settings },
  };
  return {
    folder,
    json,
    model,
    source,
    adapter,
    expected: (key: string): Promise<Float32Array> => readTensor(header.tensors.get(key)!),
    examples: (batch: number, supervise: 'whole' | 'answer') =>
      json.batches[batch]!.map((sequence) => exampleOf(sequence, supervise)),
  };
}

function exampleOf(sequence: CaseSequence, supervise: 'whole' | 'answer'): Example {
  const from = supervise === 'whole' ? 0 : sequence.answerStart;
  return {
    ids: sequence.ids,
    labels: sequence.ids.map((id, i) => (i >= from ? id : ignored)),
    letterRow: sequence.answerStart - 1,
    pictures: sequence.pictures.map(({ gridHeight, gridWidth, seed }) => ({
      gridHeight,
      gridWidth,
      pixels: pixelsOf(gridHeight * gridWidth, seed),
    })),
  };
}

/** The fixtures' pixels, [patches, 1176], by the formula of their README. */
function pixelsOf(patches: number, seed: number): Float32Array {
  const pixels = new Float32Array(patches * 1176);
  for (let patch = 0; patch < patches; patch++)
    for (let channel = 0; channel < 3; channel++)
      for (let i = 0; i < 196; i++) {
        const value = ((mix(patch * 588 + channel * 196 + i + 1000003 * seed) >>> 16) - 32768) / 16384;
        pixels[patch * 1176 + channel * 392 + i] = value;
        pixels[patch * 1176 + channel * 392 + 196 + i] = value;
      }
  return pixels;
}

/** lowbias32, a hash of 32-bit integers. */
function mix(x: number): number {
  let h = x >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0;
}

/** ‖a − b‖/‖b‖. */
export function relativeError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let difference = 0;
  let size = 0;
  for (let i = 0; i < b.length; i++) {
    difference += (a[i]! - b[i]!) ** 2;
    size += b[i]! ** 2;
  }
  return a.length === b.length ? Math.sqrt(difference / size) : Infinity;
}
