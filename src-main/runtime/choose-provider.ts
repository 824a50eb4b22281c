import { QuartetError } from '../common/errors.ts';
import type { ChosenProvider } from './providers.ts';
import { tryProvider } from './try-provider.ts';
import { hostMessage } from '../messages/host-messages.ts';

type Precision = 'auto' | 'f32' | 'bf16' | 'f16' | 'nf4' | 'nf4-double-quant';

/** The provider and precision of a run, by trying; a precision that was asked for is refused rather than bent. */
export async function chooseProvider(precision: Precision): Promise<ChosenProvider> {
  if (precision === 'f16') return webGpu();
  if (precision === 'f32') return { provider: 'cpu', dtype: 'f32', reason: hostMessage('f32-asked-for', {}) };
  const { works, reason } = await tryProvider('cuda');
  if (works) return { provider: 'cuda', dtype: 'bf16', reason: hostMessage('cuda-works', { reason }) };
  if (precision === 'bf16')
    throw new QuartetError('UNSUPPORTED', hostMessage('precision-needs-cuda', { reason }));
  return { provider: 'cpu', dtype: 'f32', reason: hostMessage('cuda-works-not', { reason }) };
}

async function webGpu(): Promise<ChosenProvider> {
  const { works, reason } = await tryProvider('webgpu');
  if (works) return { provider: 'webgpu', dtype: 'f16', reason: hostMessage('webgpu-works', { reason }) };
  throw new QuartetError('UNSUPPORTED', hostMessage('precision-needs-webgpu', { reason }));
}
