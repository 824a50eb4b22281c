import type { InferenceSession } from 'onnxruntime-node';
import { QuartetError } from '../common/errors.ts';

/** Where a graph runs. */
export type Provider = 'cpu' | 'cuda' | 'webgpu' | 'dml';

/** What ONNX Runtime is asked for; the CPU stands behind every other provider unless a session is strict. */
export function providerOptions(provider: Provider): InferenceSession.ExecutionProviderConfig[] {
  return provider === 'cpu' ? ['cpu'] : [{ name: provider }, 'cpu'];
}

export interface ChosenProvider {
  readonly provider: Provider;
  readonly reason: string;
}

/** The provider and precision of a run. This version trains on the CPU in f32; other requests are refused, not bent. */
export function chooseProvider(precision: 'auto' | 'f32' | 'bf16' | 'f16' | 'nf4'): ChosenProvider {
  if (precision === 'nf4')
    throw new QuartetError(
      'UNSUPPORTED',
      'model.precision nf4: 4-bit weights come in a later version. Choose auto or f32.',
    );
  if (precision === 'bf16' || precision === 'f16')
    throw new QuartetError(
      'UNSUPPORTED',
      `model.precision ${precision} needs a GPU, and this version trains on the CPU, which computes in f32. Choose auto or f32.`,
    );
  return { provider: 'cpu', reason: 'this version trains on the CPU in f32' };
}
