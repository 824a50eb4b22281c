import { messageOf, QuartetError } from '../common/errors.ts';
import { runJob } from '../train/run-job.ts';
import type { EngineCommand, EngineEvent } from './contract.ts';
import { decodeMessage, encodeMessage } from './wire.ts';

const stop = new AbortController();
const finish = new AbortController();

function emit(event: EngineEvent): void {
  process.send?.(encodeMessage(event));
}

async function start(job: Extract<EngineCommand, { type: 'start' }>['job']): Promise<void> {
  try {
    await runJob(job, { signal: stop.signal, finish: finish.signal, emit });
  } catch (error) {
    const code = error instanceof QuartetError ? error.code : 'INTERNAL';
    emit({
      type: 'failed',
      code,
      message: messageOf(error),
      stack: error instanceof Error ? (error.stack ?? null) : null,
    });
  } finally {
    // Leaving lets the channel flush first; native threads of ONNX Runtime would otherwise keep the process.
    process.disconnect?.();
    setTimeout(() => process.exit(), 500).unref();
  }
}

process.on('message', (message) => {
  const command = decodeMessage(message) as EngineCommand;
  if (command.type === 'start') void start(command.job);
  else if (command.type === 'finish') finish.abort();
  else stop.abort(command.reason === 'cancel' ? 'cancelled' : 'shutdown');
});

// A host that died cannot record what an engine does: checkpoint and end.
process.on('disconnect', () => stop.abort('shutdown'));

// Ctrl-C in a terminal reaches the whole process group; the host decides what it means for us.
process.on('SIGINT', () => undefined);
