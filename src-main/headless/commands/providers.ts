import { Argument, type Command } from 'commander';
import { packageRoot } from '../../common/package-root.ts';
import { tryAccelerators } from '../../services/accelerators.ts';
import {
  installationSizes,
  installCuda,
  requireCudaPlatform,
  runtimeLibrary,
} from '../../services/providers/install.ts';
import { driverFault, listGpus } from '../../services/gpus.ts';
import { listProviders, removeCuda, type InstalledProvider } from '../../services/providers/installed.ts';
import { addCommand, perform, type SessionOptions } from '../command.ts';
import { exitCodes } from '../exit-code.ts';
import { formatTable } from '../format.ts';

export function addProviders(program: Command): void {
  const providers = program.command('providers').description('get what ONNX Runtime needs for a GPU');
  const which = (): Argument => new Argument('<provider>').choices(['cuda']);
  addCommand(providers, 'install', "fetch ONNX Runtime's CUDA provider, cuBLAS and cuDNN (Linux x64, 1.2 GB)")
    .addArgument(which())
    .option(
      '--from <address>',
      "an address that holds the archives, instead of npm's and PyPI's",
      process.env['QUARTET_PROVIDERS_FROM'],
    )
    .action((_provider: string, options: SessionOptions & { from?: string }) => install(options));
  addCommand(providers, 'list', 'which are installed').action((options: SessionOptions) =>
    perform(options, async ({ host }) => {
      const installed = await listProviders(host.paths);
      return { data: installed, text: describe(installed) };
    }),
  );
  addCommand(providers, 'remove', 'remove it and what was left of its download')
    .addArgument(which())
    .action((_provider: string, options: SessionOptions) =>
      perform(options, async ({ host }) => {
        const removed = await removeCuda(host.paths);
        return { data: { removed }, text: 'The CUDA provider is removed; runs use the CPU.' };
      }),
    );
}

function install(options: SessionOptions & { from?: string }): Promise<void> {
  return perform(options, async ({ host, progress, control, say }) => {
    requireCudaPlatform();
    const fault = driverFault(await listGpus(control.stop));
    if (fault) say(`Note: ${fault}`);
    const installation = {
      paths: host.paths,
      runtime: runtimeLibrary(packageRoot()),
      from: options.from,
      signal: control.stop,
      onProgress: (name: string, done: number, total: number) =>
        progress.update(`${name.split('-')[0]} (MB)`, {
          done: megabytes(done),
          total: megabytes(total),
          perSecond: null,
          etaSeconds: null,
        }),
    };
    const sizes = await installationSizes(installation);
    say(
      `Fetching ${megabytes(sizes.download)} MB; ${megabytes(sizes.disk)} MB of disk are taken meanwhile. NVIDIA's libraries come under NVIDIA's licence.`,
    );
    const folder = await installCuda(installation);
    const cuda = (await tryAccelerators(host, control.stop)).find(({ provider }) => provider === 'cuda')!;
    const text = `Installed in ${folder}.\nCUDA ${cuda.works ? 'works' : 'does not work yet'}: ${cuda.reason}`;
    return {
      data: { folder, works: cuda.works, reason: cuda.reason },
      text,
      code: cuda.works ? 0 : exitCodes.failed,
    };
  });
}

function describe(installed: readonly InstalledProvider[]): string {
  if (installed.length === 0)
    return 'None is installed beside what ships. `quartet providers install cuda` fetches CUDA.';
  const rows = installed.map(({ provider, version, bytes, folder, fits }) => [
    provider,
    version,
    `${megabytes(bytes)} MB`,
    fits ? 'used' : 'of another ONNX Runtime',
    folder,
  ]);
  return formatTable(['Provider', 'Version', 'Size', '', 'Folder'], rows);
}

/** Whole megabytes, rounded down: a download is complete when all of it is there. */
function megabytes(bytes: number): number {
  return Math.floor(bytes / 1e6);
}
