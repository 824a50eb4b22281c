import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Free memory of the GPU that CUDA gives first (MiB), as NVIDIA's driver tells it; null where it does not tell. */
export async function freeGpuMemory(signal?: AbortSignal): Promise<number | null> {
  const [visible] = (process.env['CUDA_VISIBLE_DEVICES'] ?? '0').split(',');
  const query = ['--query-gpu=memory.free', '--format=csv,noheader,nounits', `--id=${visible || '0'}`];
  try {
    const { stdout } = await promisify(execFile)('nvidia-smi', query, { timeout: 20_000, signal });
    const free = Number(stdout.trim());
    return stdout.trim() === '' || Number.isNaN(free) ? null : free;
  } catch {
    // A driver without its tools is no fault: the run goes on without knowing.
    signal?.throwIfAborted();
    return null;
  }
}
