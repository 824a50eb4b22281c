import { messageOf, QuartetError } from '../common/errors.ts';
import { lostDevice } from '../common/lost-device.ts';
import type { Graph } from '../graph/graph.ts';
import { hostMessage } from '../messages/host-messages.ts';
import { memoryFault } from './out-of-memory.ts';
import type { Provider } from './providers.ts';

/** Whether a run of this process lost its device, which all its sessions are on. */
let deviceIsLost = false;

/** Frees what lies on a device, unless that is lost: to free it then can end the process before it has told of the loss. */
export function unlessLost<T>(free: () => T): T | undefined {
  return deviceIsLost ? undefined : free();
}

/** What a run threw, with words for people where its device was lost. */
export function runFault(cause: unknown, provider: Provider): unknown {
  const full = memoryFault(cause, provider);
  if (full) return full;
  const lost = lostDevice(messageOf(cause));
  if (lost === null) return cause;
  deviceIsLost = true;
  return new QuartetError('ENGINE', lost, { cause });
}

/** What loading a graph threw, in people's words. */
export function loadFault(cause: unknown, provider: Provider, graph: Graph): QuartetError {
  const lost = lostDevice(messageOf(cause));
  if (lost !== null) return new QuartetError('ENGINE', lost, { cause });
  return (
    memoryFault(cause, provider) ??
    new QuartetError(
      'ENGINE',
      hostMessage('graph-not-loaded', { provider, graph: graph.name, reason: messageOf(cause) }),
      { cause },
    )
  );
}
