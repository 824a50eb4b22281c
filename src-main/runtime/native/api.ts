import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import koffi from 'koffi';
import { QuartetError } from '../../common/errors.ts';
import { hostMessage } from '../../messages/host-messages.ts';

/** Address of an object of ONNX Runtime's; null is none. */
export type Handle = bigint | null;

/** The version of the table of functions that is asked for: that of the package, 1.29. */
const version = 29;

const handle = 'void *';
const text = 'const char *';
const outHandle = koffi.out(koffi.pointer('void *'));
const outSize = koffi.out(koffi.pointer('size_t'));

/** How the CUDA provider is set up (`OrtCUDAProviderOptions`). */
export interface CudaOptions {
  readonly device_id: number;
  readonly cudnn_conv_algo_search: number;
  readonly gpu_mem_limit: bigint;
  readonly arena_extend_strategy: number;
  readonly do_copy_in_default_stream: number;
  readonly has_user_compute_stream: number;
  readonly user_compute_stream: Handle;
  readonly default_memory_arena_cfg: Handle;
  readonly tunable_op_enable: number;
  readonly tunable_op_tuning_enable: number;
  readonly tunable_op_max_tuning_duration_ms: number;
}

const cudaOptions = koffi.struct('OrtCUDAProviderOptions', {
  device_id: 'int',
  cudnn_conv_algo_search: 'int',
  gpu_mem_limit: 'size_t',
  arena_extend_strategy: 'int',
  do_copy_in_default_stream: 'int',
  has_user_compute_stream: 'int',
  user_compute_stream: handle,
  default_memory_arena_cfg: handle,
  tunable_op_enable: 'int',
  tunable_op_tuning_enable: 'int',
  tunable_op_max_tuning_duration_ms: 'int',
} satisfies Record<keyof CudaOptions, string>);

/**
 * The functions that are used of ONNX Runtime's C API: place in the table `OrtApi`, result and arguments. The table is
 * only ever appended to (`onnxruntime_c_api.h`). Those that give a handle give an `OrtStatus`, null for success.
 */
const functions = {
  GetErrorMessage: [2, text, [handle]],
  CreateEnv: [3, handle, ['int', text, outHandle]],
  // Called on another thread, where it cannot fill a list of this one: its last argument is the address of a handle.
  CreateSessionFromArray: [8, handle, [handle, handle, 'size_t', handle, handle]],
  CreateSessionOptions: [10, handle, [outHandle]],
  EnableProfiling: [14, handle, [handle, text]],
  DisableMemPattern: [17, handle, [handle]],
  SetSessionLogSeverityLevel: [22, handle, [handle, 'int']],
  SetSessionGraphOptimizationLevel: [23, handle, [handle, 'int']],
  SetIntraOpNumThreads: [24, handle, [handle, 'int']],
  CreateTensorWithDataAsOrtValue: [
    49,
    handle,
    [handle, handle, 'size_t', handle, 'size_t', 'int', outHandle],
  ],
  GetTensorMutableData: [51, handle, [handle, outHandle]],
  GetDimensionsCount: [61, handle, [handle, outSize]],
  GetDimensions: [62, handle, [handle, handle, 'size_t']],
  GetTensorTypeAndShape: [65, handle, [handle, outHandle]],
  CreateMemoryInfo: [68, handle, [text, 'int', 'int', 'int', outHandle]],
  AllocatorFree: [76, handle, [handle, handle]],
  GetAllocatorWithDefaultOptions: [78, handle, [outHandle]],
  ReleaseStatus: [93, 'void', [handle]],
  ReleaseSession: [95, 'void', [handle]],
  ReleaseValue: [96, 'void', [handle]],
  ReleaseTensorTypeAndShapeInfo: [99, 'void', [handle]],
  ReleaseSessionOptions: [100, 'void', [handle]],
  SessionEndProfiling: [110, handle, [handle, handle, outHandle]],
  AddSessionConfigEntry: [130, handle, [handle, text, text]],
  RunWithBinding: [133, handle, [handle, handle, handle]],
  CreateIoBinding: [134, handle, [handle, outHandle]],
  ReleaseIoBinding: [135, 'void', [handle]],
  BindInput: [136, handle, [handle, text, handle]],
  BindOutput: [137, handle, [handle, text, handle]],
  BindOutputToDevice: [138, handle, [handle, text, handle]],
  GetBoundOutputValues: [140, handle, [handle, handle, outHandle, outSize]],
  SessionOptionsAppendExecutionProvider_CUDA: [152, handle, [handle, koffi.pointer(cudaOptions)]],
  ReleaseArenaCfg: [157, 'void', [handle]],
  CreateArenaCfgV2: [164, handle, ['const char **', handle, 'size_t', outHandle]],
  CreateAndRegisterAllocatorV2: [
    259,
    handle,
    [handle, text, handle, handle, 'const char **', 'const char **', 'size_t'],
  ],
} as const;

export type Name = keyof typeof functions;

type Argument = Handle | number | string | readonly string[] | CudaOptions | [unknown];

type Foreign = (...given: readonly Argument[]) => unknown;

let loaded: Record<Name, Foreign> | null = null;

/** The table of functions of the very library that onnxruntime-node loads. Errors: ENGINE where it has none of this version. */
function api(): Record<Name, Foreign> {
  return (loaded ??= load());
}

/** Stack of a call: ONNX Runtime goes deep into a graph of thousands of nodes. */
const stackBytes = 16 * 2 ** 20;

function load(): Record<Name, Foreign> {
  koffi.config({ sync_stack_size: stackBytes });
  const base = koffi.load(libraryFile()).func('void *OrtGetApiBase()')() as Handle;
  const getApi = koffi.decode(base, handle) as Handle;
  const table = koffi.call(getApi, koffi.proto(handle, ['uint32_t']), version) as Handle;
  if (table === null) throw new QuartetError('ENGINE', hostMessage('runtime-of-other-version', { version }));
  const entries = Object.entries(functions).map(([name, [place, result, given]]) => {
    const address = koffi.decode(table, place * 8, handle) as Handle;
    return [name, koffi.decode(address, koffi.proto(result, [...given])) as Foreign] as const;
  });
  return Object.fromEntries(entries) as Record<Name, Foreign>;
}

/** Where onnxruntime-node keeps the library for this system. */
function libraryFile(): string {
  const root = dirname(createRequire(import.meta.url).resolve('onnxruntime-node/package.json'));
  const names: Partial<Record<NodeJS.Platform, string>> = {
    win32: 'onnxruntime.dll',
    darwin: 'libonnxruntime.1.dylib',
  };
  const name = names[process.platform] ?? 'libonnxruntime.so.1';
  return join(root, 'bin', 'napi-v6', process.platform, process.arch, name);
}

/** Calls a function; a failure is thrown with ONNX Runtime's own words. */
export function call(name: Name, ...given: readonly Argument[]): void {
  check(api()[name](...given) as Handle);
}

/** The same without looking at the status, which another thread may read. */
export function statusOf(name: Name, given: readonly (Handle | number)[]): Handle {
  return api()[name](...given) as Handle;
}

/** What a function hands out through its last argument. */
export function made(name: Name, ...given: readonly Argument[]): Handle {
  const out: [Handle] = [null];
  call(name, ...given, out);
  return out[0];
}

/** Throws what a status tells, with ONNX Runtime's own words; null is success. */
export function check(status: Handle | undefined): void {
  // Functions that release something return nothing.
  if (status === null || status === undefined) return;
  const said = String(api().GetErrorMessage(status));
  api().ReleaseStatus(status);
  throw new Error(said);
}
