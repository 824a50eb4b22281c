import { procedures } from './base.ts';

const on = procedures.shared;

export const shared = {
  get: on.get.handler(({ context }) => context.workbench.shared.status()),
  set: on.set.handler(({ context, input }) => context.workbench.shared.set(input)),
  look: on.look.handler(({ context }) => context.workbench.shared.lookNow()),
};
