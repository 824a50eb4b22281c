import type { InferenceSession } from 'onnxruntime-node';

/** Where a graph runs. */
export type Provider = 'cpu' | 'cuda' | 'webgpu' | 'dml';

/** What ONNX Runtime is asked for; the CPU stands behind every other provider unless a session is strict. */
export function providerOptions(provider: Provider): InferenceSession.ExecutionProviderConfig[] {
  return provider === 'cpu' ? ['cpu'] : [{ name: provider }, 'cpu'];
}

export interface ChosenProvider {
  readonly provider: Provider;
  /** What the frozen model is computed in. */
  readonly dtype: 'f32' | 'bf16' | 'f16';
  readonly reason: string;
}
