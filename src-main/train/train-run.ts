import { join } from 'node:path';
import { QuartetError } from '../common/errors.ts';
import type { Job, JobResult } from '../engine/contract.ts';
import { fourBitKind } from '../recipe/four-bit.ts';
import { writeAdapter } from '../models/lora/adapter-file.ts';
import { removeCheckpoint } from './checkpoint.ts';
import { computedSnapshot } from './computed-snapshot.ts';
import { keepFeatures } from './features/keep-features.ts';
import { peakRssMb, predictSplits, type Predicted } from './predict-run.ts';
import type { JobHooks } from './hooks.ts';
import { preflight } from './preflight.ts';
import { recomputeOnFault } from './recompute-on-fault.ts';
import { prepareRun, type RunContext } from './prepare-run.ts';
import { trainLoop, type Trained } from './train-loop.ts';
import { adapterFeeds } from './tensors.ts';

type TrainJob = Extract<Job, { kind: 'train' }>;

/** A whole run: check, train, keep the best weights, answer validation and test, and leave its files in the run folder. */
export async function trainRun(job: TrainJob, hooks: JobHooks): Promise<void> {
  const context = await prepareRun(job.recipe, job.challenge, hooks);
  try {
    await checkAndTrain(job, context, hooks);
  } finally {
    await context.dispose();
  }
}

async function checkAndTrain(job: TrainJob, context: RunContext, hooks: JobHooks): Promise<void> {
  const plan = await preflight(context, hooks);
  hooks.emit({ type: 'preflight', preflight: plan });
  if (plan.refusals.length > 0) {
    hooks.emit({ type: 'stopped', reason: 'guard', message: plan.refusals.join('\n'), resumable: false });
    return;
  }
  const snapshot = await computedSnapshot(context, job.cache, hooks);
  const ready = { ...context, snapshot, source: { ...context.source, snapshot } };
  const kept = keepFeatures(ready, ready.source, job.cache, hooks);
  try {
    const recompute = plan.gpuMemory?.recompute ?? context.recompute;
    await trainAndAnswer(
      job,
      { ...ready, recompute, pictures: kept.pictures, source: kept.source },
      hooks,
      () => [...plan.warnings, ...kept.warnings],
    );
  } finally {
    await kept.dispose();
  }
}

async function trainAndAnswer(
  job: TrainJob,
  context: RunContext,
  hooks: JobHooks,
  warnings: () => readonly string[],
): Promise<void> {
  const trained = await recomputeOnFault(context, hooks, (chosen, again) =>
    trainLoop(again ? { ...job, resume: true } : job, chosen, hooks),
  );
  if (trained.outcome === 'stopped') {
    hooks.emit({
      type: 'stopped',
      reason: trained.reason,
      message: trained.message,
      resumable: trained.resumable,
    });
    return;
  }
  await saveAdapter(job, context, trained);
  const model = { source: context.source, adapter: adapterFeeds(context.trainable, trained.adapter) };
  const predicted = await predictSplits(job.runFolder, context, model, ['validation', 'test'], hooks);
  await removeCheckpoint(join(job.runFolder, 'checkpoints'));
  hooks.emit({
    type: 'done',
    result: summarize(trained, predicted, [...warnings(), ...trained.warnings]),
  });
}

async function saveAdapter(
  job: TrainJob,
  context: RunContext,
  { adapter }: Extract<Trained, { outcome: 'trained' }>,
): Promise<void> {
  const { lora, model } = job.recipe;
  const kind = fourBitKind(job.recipe);
  const config = {
    r: lora.r,
    alpha: lora.alpha,
    dropout: lora.dropout,
    useRslora: false,
    targetModules: lora.targetModules,
    excludeModules: lora.excludeModules,
    baseModel: model.folder,
    fourBit: kind && { kind, computed: context.provider.dtype },
  };
  const tensors = context.trainable.map(({ name, shape }, i) => {
    const data = adapter[i];
    if (!data) throw new QuartetError('INTERNAL', `no trained tensor for ${name}`);
    return { name, shape, data };
  });
  await writeAdapter(join(job.runFolder, 'adapter'), config, tensors);
}

function summarize(
  trained: Extract<Trained, { outcome: 'trained' }>,
  predicted: Predicted,
  warnings: string[],
): JobResult {
  return {
    // Loss is that of the kept weights' evaluation; accuracy that of the recipe's own way of answering.
    validation: trained.validation && { ...trained.validation, ...predicted.validation },
    predictions: predicted.file,
    submission: null,
    parseFailures: predicted.parseFailures,
    trainSeconds: trained.trainSeconds,
    peakRssMb: peakRssMb(),
    warnings,
  };
}
