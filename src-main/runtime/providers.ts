import type { InferenceSession } from 'onnxruntime-node';

/** Where a graph runs. */
export type Provider = 'cpu' | 'cuda' | 'webgpu' | 'dml';

/** What ONNX Runtime is asked for; the CPU stands behind every other provider unless a session is strict. */
export function providerOptions(provider: Provider): InferenceSession.ExecutionProviderConfig[] {
  return provider === 'cpu'
    ? ['cpu']
    : [{ name: provider } as InferenceSession.ExecutionProviderConfig, 'cpu'];
}
