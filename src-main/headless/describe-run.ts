import type { Preflight } from '../engine/contract.ts';
import { fields, valueAt } from '../recipe/fields.ts';
import { formatValue } from '../recipe/diff.ts';
import type { RunDocument } from '../services/runs/document.ts';
import type { ScoreCard } from '../services/scoring.ts';
import { formatDuration, formatFields, formatInterval, formatTime } from './format.ts';

/** A preflight in words: the prompt with its supervised tokens in ⟦brackets⟧, the plan, what was noticed. */
export function describePreflight(plan: Preflight): string {
  const prompt = plan.prompt.map(({ text, supervised }) => (supervised ? `⟦${text}⟧` : text)).join('');
  const rates = plan.learningRates.map(
    ({ step, learningRate }) => `${step}: ${learningRate.toExponential(1)}`,
  );
  return [
    `Prompt of ${plan.questionId} (${plan.tokens} tokens, ${plan.pictureTokens} of the picture; supervised in ⟦⟧):`,
    prompt,
    formatFields([
      ['Samples', `${plan.trainSamples} to learn from, ${plan.validationSamples} to validate with`],
      ['Steps', `${plan.optimizerSteps}, ${plan.warmupSteps} of them warmup`],
      ['Learning rate', thinOut(rates).join(', ')],
      ['Trainable', `${plan.trainable.toLocaleString('en')} parameters`],
    ]),
    ...plan.warnings.map((text) => `warning: ${text}`),
    ...plan.refusals.map((text) => `refused: ${text}`),
  ].join('\n');
}

/** At most six of a list, the first and the last among them. */
function thinOut(items: readonly string[]): string[] {
  const every = Math.max(1, (items.length - 1) / 5);
  const places = new Set(
    Array.from({ length: 6 }, (_, i) => Math.min(items.length - 1, Math.round(i * every))),
  );
  return items.filter((_, place) => places.has(place));
}

/** A run in words. */
export function describeRun(run: RunDocument): string {
  const { result, submission, outcome } = run;
  const recipe = fields
    .map(({ path }) => [path, valueAt(run.recipe, path)] as const)
    // A field below one that is none has no value.
    .filter(([, value]) => value !== undefined)
    .map(([path, value]) => [path, formatValue(value)] as const);
  return [
    formatFields([
      ['Run', `${run.name} (${run.id})`],
      ['Status', outcome ? `${run.status}: ${outcome.message}` : run.status],
      ['Challenge', run.challenge.name],
      ['Model', run.model.name],
      ['Validation', formatInterval(result?.validation)],
      ['Time', `${formatTime(run.created)}, trained ${formatDuration(result?.trainSeconds ?? null)}`],
      ['Made by', `${run.member ?? 'nobody named'}, Quartet ${run.codeVersion}`],
      ...(run.note === '' ? [] : [['Note', run.note] as const]),
      ['Submission', submission ? describeLetters(submission.counts) : 'none'],
    ]),
    ...(submission?.scores ?? []).map(
      (score) => `${score.source} score: public ${share(score.public)}, private ${share(score.private)}`,
    ),
    ...(submission?.flags ?? []).map(({ code, message }) => `${code}: ${message}`),
    ...run.warnings.map((text) => `warning: ${text}`),
    '',
    formatFields(recipe),
  ].join('\n');
}

/** How often a submission answers each letter. */
export function describeLetters(counts: Readonly<Record<'a' | 'b' | 'c' | 'd', number>> | null): string {
  if (!counts) return 'answers unknown';
  return `a ${counts.a}, b ${counts.b}, c ${counts.c}, d ${counts.d}`;
}

/** A score in words; without a solution there is nothing to say. */
export function describeScore(score: ScoreCard | null): string[] {
  if (!score) return [];
  const missing = score.missing > 0 ? ` ${score.missing} questions are not answered and count as wrong.` : '';
  return [
    `Score: public ${formatInterval(score.public)}, private ${formatInterval(score.private)}.${missing}`,
  ];
}

/** How a run ended, and what to do next. */
export function describeOutcome(run: RunDocument): string {
  const reason = run.outcome ? ` ${run.outcome.message}` : '';
  const next = run.outcome?.resumable ? ` \`quartet resume ${run.name}\` goes on.` : '';
  return `${run.name}: ${run.status}.${reason}${next}`;
}

function share(value: number | null): string {
  return value === null ? '–' : value.toFixed(5);
}
