import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { messageOf, QuartetError } from '../../src-main/common/errors.ts';
import type { Case } from './workload.ts';

/** What is timed. */
export type Phase = 'train' | 'answer';

/** One way through all batches of a workload. */
export interface Pass {
  readonly samples: number;
  /** Tokens of the longest sequence. */
  readonly tokens: number;
  readonly flops: number;
  /** The mean loss, or all letter logits: what shows that two sides do the same work. */
  run(): Promise<number[]>;
}

const describedSchema = z.object({ samples: z.int(), tokens: z.int(), flops: z.number() });
const turnSchema = z.object({
  seconds: z.number(),
  cpuSeconds: z.number(),
  peakMb: z.number(),
  result: z.array(z.number()),
});

/** One pass, timed by the process that made it. */
export type Turn = z.infer<typeof turnSchema>;

/** A process that makes a pass whenever it is asked to, and sleeps in between. */
export interface Side {
  readonly work: z.infer<typeof describedSchema>;
  turn(): Promise<Turn>;
  dispose(): Promise<void>;
}

/** Starts a side: it describes its work in one line of JSON, then answers every line of input with a turn. */
export async function startSide(command: string, args: readonly string[]): Promise<Side> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const failed = once(child, 'error').then(([cause]) => {
    throw new QuartetError('NOT_FOUND', `${command} cannot be run: ${messageOf(cause)}.`, { cause });
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async <T>(schema: z.ZodType<T>): Promise<T> => {
    const line = await Promise.race([lines.next(), failed]);
    if (line.done)
      throw new QuartetError('ENGINE', `${command} ${args[0]} ended early; its message stands above.`);
    return schema.parse(JSON.parse(line.value));
  };
  return {
    work: await next(describedSchema),
    turn() {
      child.stdin.write('\n');
      return next(turnSchema);
    },
    async dispose() {
      const exit = once(child, 'exit');
      child.stdin.end();
      await exit;
    },
  };
}

/** Quartet's own side; the process is the runtime's alone, so that its peak memory is the phase's. */
export function quartetSide(phase: Phase, varied: Case): Promise<Side> {
  return startSide(process.execPath, [
    join(import.meta.dirname, 'quartet-side.ts'),
    phase,
    JSON.stringify(varied),
  ]);
}

/** The child's part of `startSide`. */
export async function serve({ run, ...work }: Pass): Promise<void> {
  console.log(JSON.stringify(work));
  for await (const _ of createInterface(process.stdin)) {
    const cpu = process.cpuUsage();
    const began = performance.now();
    const result = await run();
    const seconds = (performance.now() - began) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    const peakMb = process.resourceUsage().maxRSS / 1024;
    console.log(JSON.stringify({ seconds, cpuSeconds: (user + system) / 1e6, peakMb, result }));
  }
}
