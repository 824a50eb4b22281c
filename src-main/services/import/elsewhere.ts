import { sha256 } from '../../common/hash.ts';
import { wilsonInterval } from '../../common/statistics.ts';
import { canonicalJson } from '../../recipe/canonical-json.ts';
import { fields } from '../../recipe/fields.ts';
import { hostMessage } from '../../messages/host-messages.ts';
import { presets } from '../../recipe/presets.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import type { Flag, RunDocument, RunSubmission, Score } from '../runs/document.ts';
import { now } from '../runs/store.ts';

/** What is known of something that was made elsewhere, whatever it is. */
export interface Provenance {
  readonly member: string | null;
  readonly note: string;
  /** When it was made or handed in, as documents write it. */
  readonly at: string;
}

/** A run document for what was made elsewhere; the caller adds what it knows. */
export function documentFromElsewhere(
  known: Pick<RunDocument, 'id' | 'kind' | 'name' | 'challenge'> & Partial<RunDocument>,
  { member, note, at }: Provenance,
): RunDocument {
  const recipe = known.recipe ?? unknownRecipe;
  return {
    format: 1,
    model: { name: '', fingerprint: '' },
    recipe,
    recipeHash: sha256(canonicalJson(recipe)),
    unknownFields: fields.map(({ path }) => path),
    parent: null,
    codeVersion: 'unknown',
    seed: 0,
    environment: {},
    member,
    note,
    tags: [],
    starred: false,
    final: false,
    status: 'done',
    owner: null,
    outcome: null,
    result: null,
    warnings: [],
    submission: null,
    events: [{ at: now(), kind: 'imported', message: '' }],
    created: at,
    started: null,
    ended: at,
    ...known,
  };
}

/** A run always has a recipe; where nobody knows a field of it, `unknownFields` says so and this stands in. */
const unknownRecipe: Recipe = presets.baseline.recipe;

/** A score that was told together with what it belongs to. */
export function toldScore(
  told: { readonly public: number | null; readonly private: number | null },
  at: string,
): Score[] {
  return told.public === null && told.private === null ? [] : [{ source: 'kaggle', ...told, at }];
}

/** A submission of which only the score is known. */
export function scoreOnly(
  values: Pick<RunSubmission, 'id' | 'fileName' | 'member' | 'at' | 'scores' | 'flags'>,
): RunSubmission {
  return { ...values, answersHash: null, sha256: null, counts: null };
}

/** Flags a share of right answers whose interval reaches down to guessing; without a validation it is all there is. */
export function nearChance(share: number | null, questions: number): Flag[] {
  if (share === null || questions === 0) return [];
  const { low } = wilsonInterval(Math.round(share * questions), questions);
  const message = hostMessage('score-near-chance', { share: share.toFixed(5), questions });
  return low <= 0.25 ? [{ code: 'near-chance', message }] : [];
}
