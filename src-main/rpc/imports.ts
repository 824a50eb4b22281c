import { applyKaggle, previewKaggle } from '../services/import/kaggle/import-table.ts';
import { applyFiles, discardUpload, previewFiles } from '../services/import/uploads.ts';
import type { Workbench } from '../services/workbench.ts';
import { procedures } from './base.ts';

const on = procedures.imports;

export const imports = {
  preview: on.preview.handler(({ context, input, signal }) =>
    previewFiles(context.workbench.services, input, signal),
  ),
  apply: on.apply.handler(async ({ context: { workbench }, input, signal }) => {
    const items = await applyFiles(workbench.services, input, signal);
    tellAll(workbench);
    return items;
  }),
  discard: on.discard.handler(async ({ context, input }) => {
    await discardUpload(context.workbench.services, input.upload);
    return {};
  }),
  previewKaggle: on.previewKaggle.handler(({ context, input }) =>
    previewKaggle(context.workbench.services, input),
  ),
  applyKaggle: on.applyKaggle.handler(async ({ context: { workbench }, input: { assign, ...paste } }) => {
    const result = await applyKaggle(workbench.services, paste, assign);
    tellAll(workbench);
    return result;
  }),
};

/** An import may bring runs, members and challenges. */
function tellAll({ notices }: Workbench): void {
  for (const what of ['run', 'member', 'challenge'] as const)
    notices.publish({ kind: 'changed', what, id: '' });
}
