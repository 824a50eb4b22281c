import { availableParallelism, freemem, totalmem } from 'node:os';
import type { Command } from 'commander';
import { messageOf, QuartetError } from '../../common/errors.ts';
import { startEngine } from '../../engine/client.ts';
import type { EngineEvent } from '../../engine/contract.ts';
import type { Host } from '../../host/host.ts';
import type { Accelerator } from '../../contract/index.ts';
import { presets } from '../../recipe/presets.ts';
import { tryAccelerators } from '../../services/accelerators.ts';
import { challengeSource } from '../../services/challenges.ts';
import { engineOf } from '../../services/engine-of.ts';
import { listGpus, type Gpus } from '../../services/gpus.ts';
import { modelFolder } from '../../services/models.ts';
import { addCommand, perform, type SessionOptions } from '../command.ts';
import { exitCodes } from '../exit-code.ts';
import { formatFields } from '../format.ts';

export function addDoctor(program: Command): void {
  addCommand(program, 'doctor', 'whether Quartet can work on this machine').action(
    (options: SessionOptions) =>
      perform(options, async ({ host, control }) => {
        const engine = await tryEngine(host);
        const gpus = await listGpus(control.stop);
        const providers = await tryAccelerators(host, control.stop);
        const facts = {
          platform: `${process.platform}-${process.arch}`,
          node: process.version,
          quartet: host.codeVersion,
          cores: availableParallelism(),
          memoryMb: Math.round(totalmem() / 2 ** 20),
          freeMemoryMb: Math.round(freemem() / 2 ** 20),
          home: host.paths.home,
          engine,
          gpus,
          providers,
        };
        const text = formatFields([
          [
            'Machine',
            `${facts.platform}, ${facts.cores} cores, ${facts.memoryMb} MiB (${facts.freeMemoryMb} free)`,
          ],
          ['Quartet', `${facts.quartet} on Node ${facts.node}`],
          ['Home', facts.home],
          ['NVIDIA', describeGpus(gpus)],
          ...providers.map((each): [string, string] => [each.provider, describeProvider(each)]),
          [
            'Engine',
            engine.works
              ? `works on ${engine.provider} (${engine.reason})`
              : `does not work: ${engine.reason}`,
          ],
        ]);
        return { data: facts, text, code: engine.works ? 0 : exitCodes.failed };
      }),
  );
}

function describeGpus({ gpus, problem }: Gpus): string {
  const each = gpus.map(({ name, driver, memoryMb }) => `${name}, ${memoryMb} MiB, driver ${driver}`);
  return each.join('; ') || `no GPU seen (${problem ?? 'the driver is there, nvidia-smi is not'})`;
}

function describeProvider({ works, reason, gflops }: Accelerator): string {
  const rate = gflops === null ? '' : `, ${Math.round(gflops)} GFLOP/s in large f32 products`;
  return works ? `works: ${reason}${rate}` : `does not work: ${reason}`;
}

interface EngineHealth {
  readonly works: boolean;
  readonly provider: string | null;
  readonly reason: string;
}

/** Lets an engine prepare a run on what ships: it loads the native libraries, the model and the pictures. */
async function tryEngine(host: Host): Promise<EngineHealth> {
  let provider: Extract<EngineEvent, { type: 'provider' }> | null = null;
  try {
    const { recipe } = presets['tiny-demo'];
    const model = { ...recipe.model, folder: modelFolder(host, recipe.model.folder) };
    const job = {
      kind: 'preflight',
      challenge: challengeSource(host.resources, 'sample'),
      recipe: { ...recipe, model },
    } as const;
    for await (const event of startEngine(job, engineOf(host)).events) {
      if (event.type === 'provider') provider = event;
      if (event.type === 'failed') throw new QuartetError('ENGINE', event.message);
      if (event.type === 'preflight' || event.type === 'done') break;
    }
    return { works: true, provider: provider?.provider ?? null, reason: provider?.reason ?? '' };
  } catch (error) {
    return { works: false, provider: provider?.provider ?? null, reason: messageOf(error) };
  }
}
