import { procedures } from './base.ts';
import { challenges } from './challenges.ts';
import { desktop } from './desktop.ts';
import { accelerators, app, events, members, recipes, settings } from './general.ts';
import { exports_ } from './exports.ts';
import { imports } from './imports.ts';
import { models } from './models.ts';
import { runs } from './runs.ts';
import { shared } from './shared.ts';
import { compare, submissions } from './submissions.ts';

/** The contract's implementation; the compiler checks that no procedure is missing. */
export const router = procedures.router({
  app,
  settings,
  members,
  challenges,
  models,
  accelerators,
  recipes,
  runs,
  submissions,
  compare,
  imports,
  exports: exports_,
  shared,
  events,
  desktop,
});
