import type { Graph } from '../../graph/graph.ts';
import type { DeviceSession, DeviceTensor, Held } from '../device-session.ts';
import { runFault } from '../faults.ts';
import { hostInputs } from '../graph-inputs.ts';
import type { SessionOptions } from '../session-options.ts';
import type { Tensor } from '../tensor.ts';
import { createNativeSession } from './session.ts';
import { NativeTensor } from './value.ts';

/** What an output replaces is written over in place. */
export async function nativeDeviceSession(
  graph: Graph,
  options: SessionOptions,
  stays: (output: string) => boolean,
): Promise<DeviceSession> {
  const session = await createNativeSession(graph, options);
  return {
    async run(feeds, held, replaces = {}) {
      const tensors = held as Readonly<Record<string, NativeTensor>>;
      const over = Object.entries(replaces).map(([output, input]) => [output, tensors[input]!] as const);
      const onDevice = graph.inputs.flatMap((input) => {
        const tensor = tensors[input.name];
        return tensor ? [{ input, tensor }] : [];
      });
      const inputs = [...hostInputs(graph, feeds, held), ...onDevice];
      const made = await session
        .run({ inputs, into: Object.fromEntries(over), stays })
        .catch((cause: unknown) => {
          throw runFault(cause, options.provider);
        });
      const told: Record<string, Tensor> = {};
      const kept: Record<string, DeviceTensor> = Object.fromEntries(over);
      for (const [name, tensor] of Object.entries(made)) {
        if (tensor instanceof NativeTensor) kept[name] = tensor;
        else told[name] = tensor;
      }
      return { told, held: kept satisfies Held };
    },
    dispose: () => session.dispose(),
  };
}
