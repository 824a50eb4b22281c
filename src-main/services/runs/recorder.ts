import { createWriteStream, type WriteStream } from 'node:fs';
import { writeFileAtomic } from '../../common/atomic-file.ts';
import { messageOf } from '../../common/errors.ts';
import type { EngineEvent } from '../../engine/contract.ts';
import { saveMetrics, type MetricRow } from '../../history/metrics.ts';
import type { Services } from '../context.ts';
import type { RunFolder } from './folder.ts';
import { metricRow } from './metrics-file.ts';
import { now } from './store.ts';

/** Keeps what a running engine tells: points into the history, words into `log.txt`, its plan into `preflight.json`. */
export interface Recorder {
  take(event: EngineEvent): void;
  /** A line that the engine process printed. */
  output(line: string): void;
  /** Points that are not yet in the history are written; the log is flushed. */
  dispose(): Promise<void>;
}

// A transaction a point would cost more than a small model's step; a page wants to see it within the second.
const flushMs = 1000;

/** Starts recording a run. */
export function createRecorder({ history, log }: Services, runId: string, folder: RunFolder): Recorder {
  const file = createWriteStream(folder.log, { flags: 'a' });
  // A full disk must not end a training whose checkpoints may still fit.
  file.on('error', (error) => log.error(`Writing ${folder.log}: ${messageOf(error)}`));
  let waiting: MetricRow[] = [];
  let planned = Promise.resolve();
  const flush = (): void => {
    if (waiting.length > 0) saveMetrics(history, runId, waiting);
    waiting = [];
  };
  const timer = setInterval(flush, flushMs);
  return {
    take(event) {
      if (event.type === 'metric') {
        const row = metricRow(event.record);
        if (row) waiting.push(row);
      }
      if (event.type === 'preflight')
        planned = writeFileAtomic(folder.preflight, `${JSON.stringify(event.preflight, null, 2)}\n`).catch(
          (error: unknown) => log.error(`Writing ${folder.preflight}: ${messageOf(error)}`),
        );
      const line = logLine(event);
      if (line !== null) write(file, line);
    },
    output: (line) => write(file, `engine: ${line}`),
    async dispose() {
      clearInterval(timer);
      flush();
      await planned;
      await new Promise<void>((resolve) => file.end(resolve));
    },
  };
}

function write(file: WriteStream, line: string): void {
  file.write(`${now()} ${line}\n`);
}

/** What the log says of an event; null for those that other files tell. */
function logLine(event: EngineEvent): string | null {
  switch (event.type) {
    case 'phase':
      return `phase ${event.phase}`;
    case 'provider':
      return `provider ${event.provider}: ${event.reason}`;
    case 'log':
      return `${event.level}: ${event.message}`;
    case 'stopped':
      return `stopped (${event.reason}): ${event.message}`;
    case 'failed':
      return `failed (${event.code}): ${event.stack ?? event.message}`;
    case 'done':
      return 'done';
    case 'preflight':
      return `preflight: ${event.preflight.optimizerSteps} steps, ${event.preflight.trainable} trainable parameters`;
    case 'metric':
    case 'progress':
    case 'forecast':
    case 'trial':
      return null;
  }
}
