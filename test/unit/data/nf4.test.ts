import { join } from 'node:path';
import { expect, test } from 'vitest';
import { quantizeMagnitudes, quantizeNf4 } from '../../../src-main/data/nf4.ts';
import { readBytesOf, readHeader, readTensor } from '../../../src-main/data/safetensors.ts';
import { dynamicMap } from '../../../src-main/common/nf4.ts';

// Codes and magnitudes of ONNX Runtime's quantiser of bitsandbytes' format; build/fixtures/make_nf4.py made them.
const file = join(import.meta.dirname, '../../fixtures/nf4/matrices.safetensors');
const { tensors } = await readHeader(file);
const floats = (key: string): Promise<Float32Array> => readTensor(tensors.get(key)!);
const bytes = async (key: string): Promise<Uint8Array> =>
  new Uint8Array(await readBytesOf(tensors.get(key)!));

const names = [...tensors.keys()].flatMap((key) => (key.endsWith('.weight') ? [key.slice(0, -7)] : []));

test.each(names)('%s: codes and magnitudes', async (name) => {
  const { codes, absmax } = quantizeNf4(await floats(`${name}.weight`));
  const wanted = await bytes(`${name}.codes`);
  expect(codes.subarray(0, wanted.length)).toEqual(wanted);
  expect(absmax).toEqual(await floats(`${name}.absmax`));
});

test.each(names)('%s: magnitudes quantised again', async (name) => {
  const magnitudes = await floats(`${name}.absmax`);
  const { codes, absmax, offset } = quantizeMagnitudes(magnitudes);
  const [mean] = await floats(`${name}.offset`);
  // PyTorch adds up in f32.
  expect(Math.abs(offset / mean! - 1)).toBeLessThan(1e-6);
  const wanted = await floats(`${name}.nestedAbsmax`);
  absmax.forEach((value, i) => expect(Math.abs(value - wanted[i]!)).toBeLessThan(1e-6 * mean!));
  // A single magnitude is its own mean: nothing is left of it, and any code stands for that.
  if (magnitudes.length > 1)
    expect(codes.subarray(0, magnitudes.length)).toEqual(await bytes(`${name}.nestedCodes`));
});

test('the dynamic map is PyTorch’s to the last bit', async () => {
  expect(dynamicMap()).toEqual(await floats('dynamicMap'));
});
