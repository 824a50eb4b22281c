import { open, type FileHandle } from 'node:fs/promises';
import { fromSystemError } from '../common/errors.ts';
import type { MetricRecord } from '../engine/contract.ts';

/** `metrics.jsonl`: one record a line, only ever appended to. */
export interface MetricsLog {
  /** Bytes written so far. */
  readonly bytes: number;
  append(record: MetricRecord): Promise<void>;
  dispose(): Promise<void>;
}

/** Opens the log and cuts it to `keepBytes`, which takes back what a killed run wrote after its last checkpoint. */
export async function openMetricsLog(file: string, keepBytes: number): Promise<MetricsLog> {
  const handle: FileHandle = await open(file, keepBytes === 0 ? 'w' : 'r+').catch((error: unknown) => {
    throw fromSystemError(error, 'cannot-open', file);
  });
  await handle.truncate(keepBytes);
  let bytes = keepBytes;
  return {
    get bytes() {
      return bytes;
    },
    async append(record) {
      const line = Buffer.from(`${JSON.stringify(record)}\n`);
      await handle.write(line, 0, line.length, bytes).catch((error: unknown) => {
        throw fromSystemError(error, 'cannot-write', file);
      });
      bytes += line.length;
    },
    dispose: () => handle.close(),
  };
}
