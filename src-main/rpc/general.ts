import { dropMember, keepMember, teamOf } from '../services/members.ts';
import { inspectModel, modelEntries } from '../services/model-inspect.ts';
import { addModelFolder, removeModelFolder } from '../services/model-list.ts';
import { recipeChanges, recipeFields, recipeProblems } from '../services/recipes.ts';
import { presetNames, presets } from '../recipe/presets.ts';
import type { Workbench } from '../services/workbench.ts';
import { procedures as on } from './base.ts';

export const app = { info: on.app.info.handler(({ context }) => context.workbench.info()) };

export const settings = {
  get: on.settings.get.handler(({ context }) => context.workbench.settings.get()),
  set: on.settings.set.handler(async ({ context: { workbench }, input }) => {
    const changed = await workbench.settings.set(input);
    workbench.notices.publish({ kind: 'changed', what: 'settings', id: '' });
    // More runs may work at once now.
    workbench.queue.wake();
    return changed;
  }),
};

export const members = {
  list: on.members.list.handler(({ context }) => teamOf(context.workbench.services)),
  save: on.members.save.handler(({ context: { workbench }, input }) => {
    keepMember(workbench.services, input);
    workbench.notices.publish({ kind: 'changed', what: 'member', id: input.name });
    return teamOf(workbench.services);
  }),
  remove: on.members.remove.handler(({ context: { workbench }, input }) => {
    dropMember(workbench.services, input.name);
    workbench.notices.publish({ kind: 'changed', what: 'member', id: input.name });
    return teamOf(workbench.services);
  }),
};

export const models = {
  list: on.models.list.handler(({ context }) => listModels(context.workbench)),
  inspect: on.models.inspect.handler(({ context, input }) =>
    inspectModel(context.workbench.services.resources, input.folder),
  ),
  add: on.models.add.handler(async ({ context: { workbench }, input }) => {
    const { folder } = await inspectModel(workbench.services.resources, input.folder);
    await addModelFolder(workbench.settings, folder);
    workbench.notices.publish({ kind: 'changed', what: 'model', id: '' });
    return listModels(workbench);
  }),
  remove: on.models.remove.handler(async ({ context: { workbench }, input }) => {
    await removeModelFolder(workbench.settings, input.folder);
    workbench.notices.publish({ kind: 'changed', what: 'model', id: '' });
    return listModels(workbench);
  }),
};

/** Read again: a command line beside this process may have downloaded one. */
async function listModels({ services, settings }: Workbench) {
  return modelEntries(services.resources, (await settings.reload()).modelFolders);
}

export const accelerators = {
  known: on.accelerators.known.handler(({ context }) => [...context.workbench.knownAccelerators()]),
  list: on.accelerators.list.handler(({ context, input }) => context.workbench.accelerators(input.again)),
};

export const recipes = {
  presets: on.recipes.presets.handler(() => presetNames.map((name) => presets[name])),
  fields: on.recipes.fields.handler(() => recipeFields()),
  check: on.recipes.check.handler(({ input }) => recipeProblems(input.recipe)),
  diff: on.recipes.diff.handler(({ input }) => recipeChanges(input.before, input.after)),
};

export const events = {
  subscribe: on.events.subscribe.handler(({ context, input, signal }) =>
    context.workbench.notices.subscribe(input.since, signal),
  ),
};
