import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { oldestDriver as driver } from '../common/cuda-version.ts';
import { messageOf } from '../common/errors.ts';
import { hostMessage } from '../messages/host-messages.ts';

/** Why trying CUDA is pointless here: no provider, or one that lacks libraries. Trying would print ONNX Runtime's own errors. */
export function cudaObstacle(): string | null {
  const fault = cudaFault('');
  return fault === '' ? null : fault;
}

/** Says in people's words why CUDA does not work, from what ONNX Runtime said and what the dynamic loader finds. */
export function cudaFault(said: string): string {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return hostMessage('cuda-elsewhere', {
      instead: process.platform === 'win32' ? 'WebGPU or DirectML' : 'WebGPU',
    });
  const file = join(runtimeFolder(), 'libonnxruntime_providers_cuda.so');
  return cudaFaultFrom(said, file, existsSync(file) ? resolvedBy(file) : null);
}

/** The same from `ldd`'s answer about the provider's `file`; null where there is no such file. */
export function cudaFaultFrom(said: string, file: string, resolved: string | null): string {
  if (resolved === null) return hostMessage('cuda-not-installed', { driver });
  const missing = missingLibraries(resolved);
  if (missing.includes('libcuda.so.1'))
    return hostMessage('cuda-no-driver', { seen: 'libcuda.so.1 was not found', driver });
  if (missing.length > 0) return hostMessage('cuda-lacks-libraries', { libraries: missing.join(', ') });
  if (/driver version is insufficient/i.test(said))
    return hostMessage('cuda-old-driver', { found: 'CUDA says so', driver });
  if (/no CUDA-capable device/i.test(said)) return hostMessage('cuda-no-device', {});
  // ONNX Runtime says no more than this, whatever the loader said.
  return /failed to load shared library/i.test(said) ? hostMessage('cuda-not-loading', { file }) : said;
}

/** The libraries that `ldd` did not find. */
export function missingLibraries(resolved: string): string[] {
  return [...resolved.matchAll(/^\s*(\S+) => not found$/gm)].map(([, name]) => name!);
}

/** The folder of the ONNX Runtime that this process loaded: its providers are looked for there and nowhere else. */
function runtimeFolder(): string {
  const [file] = /\/\S.*\/libonnxruntime\.so\S*/.exec(readFileSync('/proc/self/maps', 'utf8')) ?? [''];
  return dirname(file);
}

/** What `ldd` says of a file; its own error where it cannot read it. */
function resolvedBy(file: string): string {
  try {
    return execFileSync('ldd', [file], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    return messageOf(error);
  }
}
