import { sha256 } from '../../../../src-main/common/hash.ts';
import type { RandomStream } from '../../../../src-main/common/random.ts';
import { wilsonInterval } from '../../../../src-main/common/statistics.ts';
import type { Challenge } from '../../../../src-main/data/challenge.ts';
import { canonicalJson } from '../../../../src-main/recipe/canonical-json.ts';
import { presets } from '../../../../src-main/recipe/presets.ts';
import type { RunDocument } from '../../../../src-main/services/runs/document.ts';
import { drawnUuid, drawsFor, normal, pick } from './draws.ts';
import { changed, worthOf } from './recipes.ts';
import { makeSubmission } from './submissions.ts';

/** The team. */
export const members = ['지우', '민아', 'Jun', 'Seo'] as const;

const began = Date.UTC(2026, 8, 1, 9);
const apart = 11 * 60_000;

/** Runs of a team that mostly goes on from its best or its own last one, sometimes from an old one or a preset. */
export function makeRuns(challenge: Challenge, count: number, seed: number): RunDocument[] {
  const runs: RunDocument[] = [];
  let best: RunDocument | undefined;
  const own = new Map<string, RunDocument>();
  for (let n = 0; n < count; n++) {
    const random = drawsFor(seed, n, 1);
    const member = pick(random, members);
    const parent = pick(random, [
      best,
      best,
      own.get(member),
      own.get(member),
      pick(random, runs),
      undefined,
    ]);
    const run = makeRun(challenge, n, member, parent, random);
    runs.push(run);
    own.set(member, run);
    if (publicOf(run) > publicOf(best)) best = run;
  }
  return runs;
}

function publicOf(run: RunDocument | undefined): number {
  return run?.submission?.scores[0]?.public ?? -1;
}

function makeRun(
  challenge: Challenge,
  n: number,
  member: string,
  parent: RunDocument | undefined,
  random: RandomStream,
): RunDocument {
  const recipe = parent
    ? changed(parent.recipe, random)
    : presets[pick(random, ['baseline', 'best', 'quartet'] as const)].recipe;
  const created = began + n * apart + random.below(apart);
  const seconds = 600 + random.below(7200);
  const at = (time: number): string => new Date(time).toISOString();
  const worth = worthOf(recipe);
  const count = Math.round(challenge.train.length / 10);
  const right = Math.round(count * Math.min(1, Math.max(0, worth + 0.015 * normal(random))));
  const { status, outcome } = endOf(random);
  const validation = { loss: 1 - worth, accuracy: right / count, ...wilsonInterval(right, count), count };
  return {
    format: 1,
    id: drawnUuid(random, created),
    name: `${pick(random, ['train', 'lr', 'size', 'rank', '7b', '밤샘'])}-${n + 1}`,
    kind: 'train',
    challenge: { name: challenge.name, sha256: challenge.sha256, source: { folder: challenge.folder } },
    model: { name: recipe.model.folder, fingerprint: sha256(recipe.model.folder) },
    recipe,
    recipeHash: sha256(canonicalJson(recipe)),
    unknownFields: [],
    parent: parent?.id ?? null,
    codeVersion: '0.1.0',
    seed: recipe.training.seed,
    environment: { platform: 'linux-x64', node: 'v24.0.0', cores: 8, memoryMb: 32768, provider: 'cuda' },
    member,
    note:
      random.below(4) === 0 ? pick(random, ['학습률 낮춰 봄', 'as planned', 'again with more epochs']) : '',
    tags: random.below(10) === 0 ? [pick(random, ['keep', 'night', '7b'])] : [],
    starred: random.below(200) === 0,
    final: random.below(1000) === 0,
    status,
    owner: null,
    outcome,
    result:
      status === 'failed' ? null : { validation, parseFailures: 0, trainSeconds: seconds, peakRssMb: 9000 },
    warnings: [],
    submission:
      status === 'done'
        ? makeSubmission(challenge, worth, member, at(created + 1000 * seconds), random)
        : null,
    events: [
      { at: at(created), kind: 'created', message: '' },
      { at: at(created + 1000), kind: 'started', message: 'cuda' },
      { at: at(created + 1000 * seconds), kind: status, message: outcome?.message ?? '' },
    ],
    created: at(created),
    started: at(created + 1000),
    ended: at(created + 1000 * seconds),
  };
}

function endOf(random: RandomStream): Pick<RunDocument, 'status' | 'outcome'> {
  const share = random.uniform();
  const told = (
    status: 'stopped' | 'failed',
    reason: 'cancelled' | 'guard' | 'crash' | 'error',
    message: string,
  ) => ({
    status,
    outcome: { reason, message, resumable: reason === 'crash' },
  });
  if (share < 0.93) return { status: 'done', outcome: null };
  if (share < 0.95) return told('stopped', 'cancelled', 'Cancelled.');
  if (share < 0.97) return told('stopped', 'guard', 'The loss over the letters stays at ln 4.');
  if (share < 0.98) return told('stopped', 'crash', 'The process that ran it ended without notice.');
  return told('failed', 'error', 'CUDA out of memory.');
}
