import { openDownload, writeDownload } from '../services/downloads.ts';
import { procedures } from './base.ts';

const on = procedures.exports;

export const exports_ = {
  name: on.name.handler(async ({ context, input }) => ({
    name: (await openDownload(context.workbench.services, input.what)).fileName,
  })),
  write: on.write.handler(async ({ context, input }) => ({
    path: await writeDownload(context.workbench.services, input.what, input.path),
  })),
};
