import { resolve } from 'node:path';
import type { Command } from 'commander';
import { downloadModel, sizeText, surveyFolder } from '../../services/model-download/download-model.ts';
import { hubAccess } from '../../services/model-download/hub-access.ts';
import { planDownload } from '../../services/model-download/plan.ts';
import { inspectModel } from '../../services/model-inspect.ts';
import { addModelFolder } from '../../services/model-list.ts';
import { downloadFolder } from '../../services/models.ts';
import { openSettings } from '../../services/settings.ts';
import { addCommand, perform, type Report, type Session, type SessionOptions } from '../command.ts';
import { formatFields } from '../format.ts';

interface GetOptions extends SessionOptions {
  readonly revision: string;
  readonly to?: string;
  readonly endpoint?: string;
}

export function addModels(program: Command): void {
  const models = program.command('models').description('models on this machine');
  addCommand(models, 'get <repo>', 'download a model from Hugging Face; again, it goes on where it stopped')
    .option('--revision <name>', 'branch, tag or commit', 'main')
    .option('--to <folder>', 'where to put it (default: models/<repo> in the home folder)')
    .option('--endpoint <address>', 'a mirror of huggingface.co (default: $HF_ENDPOINT)')
    .action((repo: string, options: GetOptions) =>
      perform(options, (session) => getModel(session, repo, options)),
    );
}

async function getModel(session: Session, repo: string, options: GetOptions): Promise<Report> {
  const { host, control, progress, say } = session;
  const signal = control.stop;
  const access = await hubAccess(options.endpoint);
  const plan = await planDownload(access, repo, options.revision, signal);
  const folder = options.to ? resolve(options.to) : downloadFolder(host.paths, repo);
  const { hereBytes, freeBytes } = await surveyFolder(plan, folder);
  say(
    `${repo} (${plan.commit.slice(0, 12)}): ${plan.files.length} files, ${sizeText(plan.totalBytes)}, of which ${sizeText(hereBytes)} are here. To ${folder}, ${sizeText(freeBytes)} free.`,
  );
  await downloadModel(access, plan, folder, {
    signal,
    onProgress: ({ doneBytes, totalBytes, perSecond }) =>
      progress.update('Downloading (MiB)', {
        // The last line is written once, when all is there.
        done: doneBytes < totalBytes ? Math.floor(doneBytes / 2 ** 20) : Math.ceil(totalBytes / 2 ** 20),
        total: Math.ceil(totalBytes / 2 ** 20),
        perSecond: perSecond && perSecond / 2 ** 20,
        etaSeconds: perSecond && (totalBytes - doneBytes) / perSecond,
      }),
  });
  const model = await inspectModel(host, folder);
  await addModelFolder(await openSettings(host.paths.home), folder);
  const text = formatFields([
    ['Model', `${model.name}: ${model.family}, ${(model.parameters / 1e9).toFixed(2)} billion parameters`],
    ['Folder', folder],
    ['Use it', `quartet train … --model ${options.to ? folder : repo}`],
  ]);
  return { data: { repo, commit: plan.commit, folder, model }, text };
}
