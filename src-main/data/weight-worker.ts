import { answerRequests } from '../common/answer-requests.ts';
import { f16Bytes } from './f16.ts';
import { quantizeMagnitudes, quantizeNf4, type Nested, type Packed } from './nf4.ts';
import { readBytesOf, readTensor, type TensorEntry } from './safetensors.ts';

/** Numbers of a weight file as f16 (answered by `Halves`) or to quantise (`Packed`), or magnitudes to quantise again (`Nested`). */
export type WeightRequest =
  { readonly to: 'f16' | 'nf4'; readonly numbers: TensorEntry } | { readonly magnitudes: Float32Array };

/** The bytes of numbers in f16. */
export interface Halves {
  readonly halves: Uint8Array;
}

export type WeightAnswer = Halves | Packed | Nested;

answerRequests<WeightRequest, WeightAnswer>({
  // One piece is read while another is converted.
  concurrent: 2,
  async answer(request) {
    if ('magnitudes' in request) return quantizeMagnitudes(request.magnitudes);
    const { to, numbers } = request;
    if (to === 'nf4') return quantizeNf4(await readTensor(numbers));
    return { halves: f16Bytes(numbers, await readBytesOf(numbers)) };
  },
  moved: (answer) =>
    Object.values(answer)
      .filter(ArrayBuffer.isView)
      .map(({ buffer }) => buffer as ArrayBuffer),
});
