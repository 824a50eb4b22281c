import { availableParallelism, totalmem } from 'node:os';
import { QuartetError } from '../../common/errors.ts';
import { sha256 } from '../../common/hash.ts';
import { uuidv7 } from '../../common/uuid.ts';
import type { ChallengeSource } from '../../data/challenge.ts';
import { findRunIds, getRun } from '../../history/runs.ts';
import { canonicalJson } from '../../recipe/canonical-json.ts';
import { checkRecipe } from '../../recipe/check.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import { openChallenge } from '../challenges.ts';
import type { Services } from '../context.ts';
import { identifyModel } from '../models.ts';
import type { RunDocument } from './document.ts';
import { now, storeRun } from './store.ts';

/** What a new run is made of. */
export interface NewRun {
  readonly challenge: ChallengeSource;
  readonly recipe: Recipe;
  readonly kind?: 'train' | 'zero-shot';
  /** The run that the recipe was taken from, if any. */
  readonly parent?: string | null;
  /** What to call it; a number is added when another run has the name. */
  readonly name?: string;
  readonly note?: string;
  readonly member?: string | null;
}

/** Makes a run's folder and its place in the history, queued. Errors: INVALID_INPUT for a recipe or challenge that cannot work, NOT_FOUND for the model. */
export async function createRun(services: Services, options: NewRun): Promise<RunDocument> {
  const { recipe, kind = 'train' } = options;
  const advice = checkRecipe(recipe);
  if (advice.errors.length > 0) throw new QuartetError('INVALID_INPUT', advice.errors.join('\n'));
  const { challenge, warnings } = await openChallenge(options.challenge);
  const model = await identifyModel(services, recipe.model.folder);
  const run: RunDocument = {
    format: 1,
    id: uuidv7(),
    name: freeName(services, options.name ?? kind),
    kind,
    challenge: {
      name: challenge.name,
      sha256: challenge.sha256,
      source: { ...options.challenge, folder: challenge.folder },
    },
    model: { name: model.name, fingerprint: model.fingerprint, files: model.files },
    recipe,
    recipeHash: sha256(canonicalJson(recipe)),
    unknownFields: [],
    parent: knownParent(services, options.parent ?? null),
    codeVersion: services.codeVersion,
    seed: recipe.training.seed,
    environment: environment(),
    member: options.member ?? null,
    note: options.note ?? '',
    tags: [],
    starred: false,
    final: false,
    status: 'queued',
    owner: null,
    outcome: null,
    result: null,
    warnings: [...warnings, ...advice.warnings],
    submission: null,
    events: [{ at: now(), kind: 'created', message: '' }],
    created: now(),
    started: null,
    ended: null,
  };
  await storeRun(services, run);
  return run;
}

/** A run whose recipe nobody knows is no parent: there is nothing that could have been changed. */
function knownParent({ history }: Services, parent: string | null): string | null {
  const row = parent === null ? undefined : getRun(history, parent);
  return row && row.unknownFields !== '[]' ? null : parent;
}

/** The wish, or the wish with the lowest number that no run has yet. */
export function freeName({ history }: Services, wish: string): string {
  const taken = (name: string): boolean => findRunIds(history, name).byName.length > 0;
  if (!taken(wish)) return wish;
  let number = 2;
  while (taken(`${wish}-${number}`)) number++;
  return `${wish}-${number}`;
}

function environment(): RunDocument['environment'] {
  return {
    platform: `${process.platform}-${process.arch}`,
    node: process.version,
    cores: availableParallelism(),
    memoryMb: Math.round(totalmem() / 2 ** 20),
  };
}
