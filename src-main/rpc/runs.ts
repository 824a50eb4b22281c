import { precedentsOf } from '../services/precedents.ts';
import { preflightRun } from '../services/preflight.ts';
import { runAnswers } from '../services/runs/answers.ts';
import {
  cancelRun,
  editRun,
  finishRun,
  pauseRun,
  removeRun,
  resumeRun,
  retryRun,
} from '../services/runs/control.ts';
import { runPrompt } from '../services/runs/prompt.ts';
import { runDetail, runLog, runMetrics } from '../services/runs/detail.ts';
import { answerAdapter } from '../services/runs/answer-adapter.ts';
import { launchMany } from '../services/runs/launch-many.ts';
import { activityOf, runPage } from '../services/runs/summary.ts';
import { procedures } from './base.ts';

const on = procedures.runs;

export const runs = {
  list: on.list.handler(({ context, input }) => runPage(context.workbench.services, input)),
  get: on.get.handler(({ context, input }) => runDetail(context.workbench.services, input.id)),
  activity: on.activity.handler(({ context: { workbench } }) =>
    activityOf(workbench.services, workbench.queue),
  ),
  metrics: on.metrics.handler(({ context, input }) => runMetrics(context.workbench.services, input)),
  predictions: on.predictions.handler(({ context, input }) => runAnswers(context.workbench.services, input)),
  prompt: on.prompt.handler(({ context, input }) => runPrompt(context.workbench.services, input.id)),
  log: on.log.handler(({ context, input }) => runLog(context.workbench.services, input.id, input.lines)),
  preflight: on.preflight.handler(({ context: { workbench }, input, signal }) =>
    preflightRun(workbench.services, input, workbench.productRate, signal),
  ),
  precedents: on.precedents.handler(({ context, input }) =>
    precedentsOf(context.workbench.services, input.challengeId, input.recipe),
  ),
  launch: on.launch.handler(({ context: { workbench }, input }) =>
    launchMany(workbench.services, workbench.queue, input),
  ),
  cancel: on.cancel.handler(({ context: { workbench }, input }) =>
    cancelRun(workbench.services, workbench.queue, input.id),
  ),
  pause: on.pause.handler(({ context: { workbench }, input }) =>
    pauseRun(workbench.services, workbench.queue, input.id),
  ),
  finish: on.finish.handler(({ context: { workbench }, input }) =>
    finishRun(workbench.services, workbench.queue, input.id),
  ),
  resume: on.resume.handler(({ context: { workbench }, input }) =>
    resumeRun(workbench.services, workbench.queue, input.id),
  ),
  predict: on.predict.handler(({ context: { workbench }, input }) =>
    answerAdapter(workbench.services, workbench.queue, input),
  ),
  retry: on.retry.handler(({ context: { workbench }, input }) =>
    retryRun(workbench.services, workbench.queue, input.id),
  ),
  reorder: on.reorder.handler(({ context: { workbench }, input }) => {
    workbench.queue.reorder(input.ids);
    return activityOf(workbench.services, workbench.queue);
  }),
  remove: on.remove.handler(async ({ context: { workbench }, input }) => {
    await removeRun(workbench.services, workbench.queue, input.id);
    return {};
  }),
  edit: on.edit.handler(({ context, input }) => editRun(context.workbench.services, input)),
};
