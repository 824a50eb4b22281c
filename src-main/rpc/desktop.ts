import { QuartetError } from '../common/errors.ts';
import type { DesktopCommand } from '../contract/index.ts';
import { procedures, type RpcContext } from './base.ts';
import { hostMessage } from '../messages/host-messages.ts';

/** What the desktop app offers to its windows; the shell implements it. */
export interface Desktop {
  chooseFolder(title: string): Promise<string | null>;
  chooseFile(title: string, kind: 'any' | 'csv' | 'archive'): Promise<string | null>;
  chooseTarget(title: string, name: string): Promise<string | null>;
  reveal(path: string): void;
  openExternal(url: string): Promise<void>;
  commands(signal: AbortSignal | undefined): AsyncGenerator<DesktopCommand, void, undefined>;
}

const on = procedures.desktop;

export const desktop = {
  chooseFolder: on.chooseFolder.handler(async ({ context, input }) => ({
    path: await of(context).chooseFolder(input.title),
  })),
  chooseFile: on.chooseFile.handler(async ({ context, input }) => ({
    path: await of(context).chooseFile(input.title, input.kind),
  })),
  chooseTarget: on.chooseTarget.handler(async ({ context, input }) => ({
    path: await of(context).chooseTarget(input.title, input.name),
  })),
  reveal: on.reveal.handler(({ context, input }) => {
    of(context).reveal(input.path);
    return {};
  }),
  openExternal: on.openExternal.handler(async ({ context, input }) => {
    await of(context).openExternal(input.url);
    return {};
  }),
  commands: on.commands.handler(({ context, signal }) => of(context).commands(signal)),
};

function of({ desktop }: RpcContext): Desktop {
  if (desktop) return desktop;
  throw new QuartetError('UNSUPPORTED', hostMessage('only-desktop', {}));
}
