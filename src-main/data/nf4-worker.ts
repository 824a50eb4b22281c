import { answerRequests } from '../common/answer-requests.ts';
import { quantizeMagnitudes, quantizeNf4, type Nested, type Packed } from './nf4.ts';
import { readTensor, type TensorEntry } from './safetensors.ts';

/** Numbers of a weight file to quantise (answered by `Packed`), or magnitudes to quantise again (`Nested`). */
export type Nf4Request = { readonly numbers: TensorEntry } | { readonly magnitudes: Float32Array };

answerRequests<Nf4Request, Packed | Nested>({
  // One piece is read while another is quantised.
  concurrent: 2,
  async answer(request) {
    if ('magnitudes' in request) return quantizeMagnitudes(request.magnitudes);
    return quantizeNf4(await readTensor(request.numbers));
  },
  moved: ({ codes, absmax }) => [codes.buffer as ArrayBuffer, absmax.buffer as ArrayBuffer],
});
