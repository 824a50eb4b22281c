import { dropMember, keepMember, teamOf } from '../services/members.ts';
import { recipeChanges, recipeFields, recipeProblems } from '../services/recipes.ts';
import { presetNames, presets } from '../recipe/presets.ts';
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
