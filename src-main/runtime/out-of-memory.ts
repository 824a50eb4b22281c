import { messageOf, QuartetError } from '../common/errors.ts';
import { hostMessage } from '../messages/host-messages.ts';

/** What allocators say when nothing is left: ONNX Runtime's arena, CUDA and its libraries, C++, WebGPU's Dawn. */
const complaints = [
  /Failed to allocate memory for requested buffer of size (\d+)/,
  /Available memory of \d+ is smaller than requested bytes of (\d+)/,
  /CUDA failure 2\b|cudaErrorMemoryAllocation|CUDA error.*out of memory/i,
  /(?:CUBLAS|CUDNN)_STATUS_ALLOC_FAILED/,
  /bad_alloc|bad allocation/,
  /VK_ERROR_OUT_OF_(?:DEVICE|HOST)_MEMORY|E_OUTOFMEMORY|\bout of memory\b/i,
];

/** The error of a session that ran out of memory, in people's words (OUT_OF_SPACE); null where the fault is another. */
export function memoryFault(error: unknown, provider: string): QuartetError | null {
  const said = messageOf(error);
  const found = complaints.map((pattern) => pattern.exec(said)).find((match) => match !== null);
  if (!found) return null;
  const bytes = found[1];
  const message =
    bytes === undefined
      ? hostMessage('out-of-memory', { provider })
      : hostMessage('out-of-memory-for', { provider, size: Math.ceil(Number(bytes) / 2 ** 20) });
  return new QuartetError('OUT_OF_SPACE', message, { cause: error });
}
