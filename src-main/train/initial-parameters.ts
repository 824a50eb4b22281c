import { purposes, stream } from '../common/random.ts';
import type { TrainableShape } from './graphs.ts';

/** PEFT's start: A uniform in ±1/√in (Kaiming with a = √5), B zero, so that an untrained adapter changes nothing. */
export function initialParameters(shapes: readonly TrainableShape[], seed: number): Float32Array[] {
  return shapes.map(({ name, shape: [rows, columns] }, index) => {
    if (!name.includes('lora_A')) return new Float32Array(rows * columns);
    const random = stream(seed, purposes.initialWeights, index);
    const limit = 1 / Math.sqrt(columns);
    return Float32Array.from({ length: rows * columns }, () => (2 * random.uniform() - 1) * limit);
  });
}
