import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { oldestDriver as driver } from '../common/cuda-version.ts';
import { hostMessage } from '../messages/host-messages.ts';

/** A GPU that NVIDIA's driver offers. */
export interface Gpu {
  readonly name: string;
  readonly driver: string;
  readonly memoryMb: number;
}

/** NVIDIA's GPUs as its driver tells them, or why there are none; neither where the driver is there without its tools. */
export interface Gpus {
  readonly gpus: readonly Gpu[];
  readonly problem: string | null;
}

/** Asks `nvidia-smi`, which comes with the driver. */
export async function listGpus(signal?: AbortSignal): Promise<Gpus> {
  const query = ['--query-gpu=name,driver_version,memory.total', '--format=csv,noheader,nounits'];
  try {
    const { stdout } = await promisify(execFile)('nvidia-smi', query, { timeout: 20_000, signal });
    return readGpus(stdout);
  } catch (error) {
    signal?.throwIfAborted();
    const { code, stdout, stderr } = error as { code?: unknown; stdout?: string; stderr?: string };
    if (code === 'ENOENT') return { gpus: [], problem: hasDriver() ? null : 'nvidia-smi was not found' };
    return readGpus(`${stdout ?? ''}${stderr ?? ''}`);
  }
}

/** Containers may have the driver without its tools: the kernel's, or the one that Windows lends to its Linux. */
function hasDriver(): boolean {
  return existsSync('/proc/driver/nvidia/version') || existsSync('/usr/lib/wsl/lib/libcuda.so.1');
}

/** Reads what `nvidia-smi` printed: a line a GPU, else its complaint. */
export function readGpus(printed: string): Gpus {
  const lines = printed
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const gpus = lines.flatMap((line) => {
    const found = /^(.+), (\d+(?:\.\d+)+), (\d+|\[.*\])$/.exec(line);
    return found ? [{ name: found[1]!, driver: found[2]!, memoryMb: Number(found[3]) || 0 }] : [];
  });
  if (gpus.length > 0) return { gpus, problem: null };
  return { gpus, problem: `nvidia-smi: ${lines[0]?.replace(/\.$/, '') ?? 'no answer'}` };
}

/** Why no CUDA provider can work with what the driver offers; null where nothing stands against one. */
export function driverFault({ gpus, problem }: Gpus): string | null {
  const [first] = gpus;
  if (!first) return problem === null ? null : hostMessage('cuda-no-driver', { seen: problem, driver });
  return isOlder(first.driver, driver)
    ? hostMessage('cuda-old-driver', { found: first.driver, driver })
    : null;
}

function isOlder(version: string, than: string): boolean {
  const [a = 0, b = 0] = version.split('.').map(Number);
  const [major = 0, minor = 0] = than.split('.').map(Number);
  return a < major || (a === major && b < minor);
}
