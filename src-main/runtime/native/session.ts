import koffi from 'koffi';
import type { Graph } from '../../graph/graph.ts';
import { encodeModel } from '../../graph/onnx/encode.ts';
import type { Value } from '../../graph/value.ts';
import { loadFault, unlessLost } from '../faults.ts';
import { configEntries, type SessionOptions } from '../session-options.ts';
import type { Tensor } from '../tensor.ts';
import { call, made, type CudaOptions, type Handle } from './api.ts';
import { callAside, joinThread, leaveThread } from './call-thread.ts';
import { environment, shareCudaArena } from './environment.ts';
import { weightsInArena } from './weights-in-arena.ts';
import { NativeTensor, place, readValue, valueOver } from './value.ts';

/** A tensor of either kind. */
export type AnyTensor = Tensor | NativeTensor;

export interface NativeRun {
  readonly inputs: readonly { readonly input: Value; readonly tensor: AnyTensor }[];
  /** Where outputs are written that have a place already: a host tensor, or one on the device, which may be an input too. */
  readonly into: Readonly<Record<string, AnyTensor>>;
  /** Which of the others stay on the device. */
  stays(output: string): boolean;
}

export interface NativeSession {
  /** Runs the whole graph, on another thread, and gives the outputs that had no place. */
  run(run: NativeRun): Promise<Record<string, AnyTensor>>;
  dispose(): Promise<void>;
}

/** ONNX Runtime through its C API: unlike the binding for Node, it leaves tensors on a GPU and reaches its provider's options. */
export async function createNativeSession(graph: Graph, options: SessionOptions): Promise<NativeSession> {
  const device = place(options.provider === 'cuda' ? 'Cuda' : 'Cpu');
  joinThread();
  const session = await load(graph, options).catch(async (fault: unknown) => {
    await leaveThread();
    throw fault;
  });
  return {
    async run({ inputs, into, stays }) {
      const binding = made('CreateIoBinding', session);
      // Host tensors' values go when they are bound; their memory is in use until the run has ended.
      const own: Handle[] = [];
      const handleOf = ({ dtype }: Value, tensor: AnyTensor): Handle => {
        if (tensor instanceof NativeTensor) return tensor.handle;
        const made = valueOver(dtype, tensor);
        own.push(made);
        return made;
      };
      try {
        for (const { input, tensor } of inputs)
          call('BindInput', binding, input.name, handleOf(input, tensor));
        for (const { name, value } of graph.outputs) {
          const at = into[name];
          if (at) call('BindOutput', binding, name, handleOf(value, at));
          else call('BindOutputToDevice', binding, name, stays(name) ? device : place('Cpu'));
        }
        await callAside({ name: 'RunWithBinding', given: [session, null, binding] }, { inputs, into });
        return outputsOf(graph, binding, { into, stays });
      } finally {
        call('ReleaseIoBinding', binding);
        for (const value of own) call('ReleaseValue', value);
      }
    },
    async dispose() {
      if (options.profile !== undefined) endProfiling(session);
      unlessLost(() => call('ReleaseSession', session));
      await leaveThread();
    },
  };
}

async function load(graph: Graph, options: SessionOptions): Promise<Handle> {
  const model = encodeModel(graph);
  const env = environment();
  const given = optionsOf(graph, options);
  const session = new BigUint64Array(1);
  try {
    const bytes = [koffi.address(model), model.byteLength];
    const creation = {
      name: 'CreateSessionFromArray',
      given: [env, ...bytes, given, koffi.address(session)],
    } as const;
    await callAside(creation, { model, session });
    return session[0]!;
  } catch (cause) {
    throw loadFault(cause, options.provider, graph);
  } finally {
    call('ReleaseSessionOptions', given);
  }
}

/** What a run made where nothing was given to write into. */
function outputsOf(
  { outputs }: Graph,
  binding: Handle,
  { into, stays }: Pick<NativeRun, 'into' | 'stays'>,
): Record<string, AnyTensor> {
  const allocator = made('GetAllocatorWithDefaultOptions');
  const list: [Handle] = [null];
  call('GetBoundOutputValues', binding, allocator, list, [0]);
  const handles = koffi.decode(list[0], 'void *', outputs.length) as Handle[];
  call('AllocatorFree', allocator, list[0]);
  const results: Record<string, AnyTensor> = {};
  outputs.forEach(({ name, value }, i) => {
    const handle = handles[i]!;
    if (!into[name] && stays(name)) {
      results[name] = new NativeTensor(handle);
      return;
    }
    if (!into[name]) results[name] = readValue(value.dtype, handle);
    call('ReleaseValue', handle);
  });
  return results;
}

/** Options of a session, to be released. */
function optionsOf(graph: Graph, options: SessionOptions): Handle {
  const given = made('CreateSessionOptions');
  call('DisableMemPattern', given);
  call('SetSessionGraphOptimizationLevel', given, 99);
  call('SetSessionLogSeverityLevel', given, 3);
  if (options.threads) call('SetIntraOpNumThreads', given, options.threads);
  if (options.profile !== undefined) call('EnableProfiling', given, options.profile);
  const entry = (key: string, value: string): void => call('AddSessionConfigEntry', given, key, value);
  for (const [key, value] of Object.entries(configEntries(options, !weightsInArena(graph))))
    entry(key, value);
  if (options.provider === 'cuda') {
    entry('session.use_env_allocators', '1');
    shareCudaArena();
    call('SessionOptionsAppendExecutionProvider_CUDA', given, cudaDefaults);
  }
  return given;
}

/** ONNX Runtime's own values, and TF32 for f32 products, which this form of the options cannot switch off. */
const cudaDefaults: CudaOptions = {
  device_id: 0,
  cudnn_conv_algo_search: 0,
  gpu_mem_limit: 2n ** 64n - 1n,
  arena_extend_strategy: 0,
  do_copy_in_default_stream: 1,
  has_user_compute_stream: 0,
  user_compute_stream: null,
  default_memory_arena_cfg: null,
  tunable_op_enable: 0,
  tunable_op_tuning_enable: 0,
  tunable_op_max_tuning_duration_ms: 0,
};

function endProfiling(session: Handle): void {
  const allocator = made('GetAllocatorWithDefaultOptions');
  call('AllocatorFree', allocator, made('SessionEndProfiling', session, allocator));
}
