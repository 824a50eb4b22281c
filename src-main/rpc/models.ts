import { inspectModel, modelEntries } from '../services/model-inspect.ts';
import { addModelFolder, removeModelFolder } from '../services/model-list.ts';
import type { Workbench } from '../services/workbench.ts';
import { procedures } from './base.ts';

const on = procedures.models;

export const models = {
  list: on.list.handler(({ context }) => listModels(context.workbench)),
  inspect: on.inspect.handler(({ context, input }) => inspectModel(context.workbench.services, input.folder)),
  add: on.add.handler(async ({ context: { workbench }, input }) => {
    const { folder } = await inspectModel(workbench.services, input.folder);
    await addModelFolder(workbench.settings, folder);
    workbench.notices.publish({ kind: 'changed', what: 'model', id: '' });
    return listModels(workbench);
  }),
  remove: on.remove.handler(async ({ context: { workbench }, input }) => {
    await removeModelFolder(workbench.settings, input.folder);
    workbench.notices.publish({ kind: 'changed', what: 'model', id: '' });
    return listModels(workbench);
  }),
  downloads: on.downloads.handler(({ context }) => context.workbench.downloads.list()),
  download: on.download.handler(({ context, input }) =>
    context.workbench.downloads.start(input.repo, input.revision),
  ),
  stopDownload: on.stopDownload.handler(async ({ context, input }) => {
    await context.workbench.downloads.stop(input.repo);
    return context.workbench.downloads.list();
  }),
  forgetDownload: on.forgetDownload.handler(({ context, input }) => {
    context.workbench.downloads.forget(input.repo);
    return context.workbench.downloads.list();
  }),
};

/** Read again: a command line beside this process may have downloaded one. */
async function listModels({ services, settings }: Workbench) {
  return modelEntries(services, (await settings.reload()).modelFolders);
}
