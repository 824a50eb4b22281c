import type { Job } from '../engine/contract.ts';
import { hostMessage } from '../messages/host-messages.ts';
import { productRate } from '../runtime/product-rate.ts';
import { tryProvider } from '../runtime/try-provider.ts';
import { forecastJob } from './forecast-job.ts';
import type { JobHooks } from './hooks.ts';
import { predictRun } from './predict-run.ts';
import { preflight } from './preflight.ts';
import { prepareRun } from './prepare-run.ts';
import { trainRun } from './train-run.ts';

/** Does one job; its outcome is told by the last event, errors are thrown. */
export async function runJob(job: Job, hooks: JobHooks): Promise<void> {
  try {
    if (job.kind === 'train') await trainRun(job, hooks);
    else if (job.kind === 'predict') await predictRun(job, hooks);
    else if (job.kind === 'provider') await tryOut(job.provider, hooks);
    else if (job.kind === 'forecast') await forecastJob(job, hooks);
    else await checkRun(job, hooks);
  } catch (error) {
    if (!hooks.signal.aborted) throw error;
    const reason = hooks.signal.reason === 'shutdown' ? 'shutdown' : 'cancelled';
    hooks.emit({
      type: 'stopped',
      reason,
      message: hostMessage('stopped-before-end', {}),
      resumable: job.kind === 'train',
    });
  }
}

async function checkRun(job: Extract<Job, { kind: 'preflight' }>, hooks: JobHooks): Promise<void> {
  const context = await prepareRun(job.recipe, job.challenge, hooks);
  try {
    hooks.emit({ type: 'preflight', preflight: await preflight(context, hooks) });
  } finally {
    await context.dispose();
  }
}

async function tryOut(
  provider: Extract<Job, { kind: 'provider' }>['provider'],
  hooks: JobHooks,
): Promise<void> {
  const trial = await tryProvider(provider);
  const gflops = trial.works ? await productRate(provider) : null;
  hooks.emit({ type: 'trial', ...trial, gflops });
}
