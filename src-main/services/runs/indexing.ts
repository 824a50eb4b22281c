import { saveChallenge } from '../../history/challenges.ts';
import type { History } from '../../history/database.ts';
import { replaceEvents } from '../../history/events.ts';
import { ensureMember } from '../../history/members.ts';
import { replaceMetrics } from '../../history/metrics.ts';
import { replacePredictions } from '../../history/predictions.ts';
import { saveRun, type RunRow } from '../../history/runs.ts';
import { saveScore } from '../../history/scores.ts';
import { replaceSubmission, type SubmissionRow } from '../../history/submissions.ts';
import type { RunDocument, RunSubmission } from './document.ts';
import type { RunFolder } from './folder.ts';
import { readMetrics } from './metrics-file.ts';
import { readPredictions } from './predictions-file.ts';

/** Makes the history say of a run what its `run.json` says: the file is the truth, the tables an index of it. */
export function indexDocument(history: History, run: RunDocument): void {
  history.transaction(() => {
    const { name, sha256, source } = run.challenge;
    saveChallenge(history, { id: sha256, name, source: JSON.stringify(source), seenAt: time(run.created) });
    if (run.member !== null) ensureMember(history, run.member);
    saveRun(history, runRow(run));
    replaceEvents(
      history,
      run.id,
      run.events.map(({ at, kind, message }) => ({ at: time(at), kind, message })),
    );
    replaceSubmission(history, run.id, run.submission && submissionRow(run, run.submission));
    for (const { at, ...score } of run.submission?.scores ?? [])
      saveScore(history, { submissionId: run.submission?.id ?? '', ...score, scoredAt: time(at) });
  })();
}

/** Makes the history's curves and answers of a run those of its files; returns what could not be read. */
export async function indexFiles(history: History, runId: string, folder: RunFolder): Promise<string[]> {
  const metrics = await readMetrics(folder.metrics);
  const predictions = await readPredictions(folder.predictions);
  replaceMetrics(history, runId, metrics.rows);
  replacePredictions(history, runId, predictions);
  return metrics.problems;
}

function runRow(run: RunDocument): RunRow {
  const { validation } = run.result ?? {};
  return {
    id: run.id,
    name: run.name,
    kind: run.kind,
    challengeId: run.challenge.sha256,
    modelName: run.model.name,
    modelFingerprint: run.model.fingerprint,
    recipe: JSON.stringify(run.recipe),
    recipeHash: run.recipeHash,
    unknownFields: JSON.stringify(run.unknownFields),
    parentId: run.parent,
    codeVersion: run.codeVersion,
    seed: run.seed,
    environment: JSON.stringify(run.environment),
    member: run.member,
    note: run.note,
    tags: JSON.stringify(run.tags),
    starred: Number(run.starred),
    final: Number(run.final),
    status: run.status,
    owner: run.owner,
    outcomeReason: run.outcome?.reason ?? null,
    outcomeMessage: run.outcome?.message ?? null,
    resumable: Number(run.outcome?.resumable ?? false),
    validationLoss: validation?.loss ?? null,
    validationAccuracy: validation?.accuracy ?? null,
    validationLow: validation?.low ?? null,
    validationHigh: validation?.high ?? null,
    validationCount: validation?.count ?? null,
    parseFailures: run.result?.parseFailures ?? null,
    trainSeconds: run.result?.trainSeconds ?? null,
    peakRssMb: run.result?.peakRssMb ?? null,
    warnings: JSON.stringify(run.warnings),
    createdAt: time(run.created),
    startedAt: run.started === null ? null : time(run.started),
    endedAt: run.ended === null ? null : time(run.ended),
  };
}

function submissionRow(run: RunDocument, submission: RunSubmission): SubmissionRow {
  const { id, fileName, answersHash, sha256, counts, flags, member, at } = submission;
  return {
    id,
    runId: run.id,
    challengeId: run.challenge.sha256,
    fileName,
    answersHash,
    sha256,
    countA: counts?.a ?? null,
    countB: counts?.b ?? null,
    countC: counts?.c ?? null,
    countD: counts?.d ?? null,
    flags: JSON.stringify(flags),
    member,
    createdAt: time(at),
  };
}

function time(instant: string): number {
  return Date.parse(instant);
}
