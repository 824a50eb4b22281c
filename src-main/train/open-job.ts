import { QuartetError } from '../common/errors.ts';
import { letters } from '../common/letters.ts';
import { poolThreads } from '../common/thread-pool.ts';
import { loadChallenge, type Challenge, type ChallengeSource, type Finding } from '../data/challenge.ts';
import { openSnapshot, type Snapshot } from '../data/snapshot.ts';
import { loadTokenizer } from '../data/tokenizer.ts';
import { openModel } from '../models/open-model.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { chooseProvider } from '../runtime/choose-provider.ts';
import type { ChosenProvider } from '../runtime/providers.ts';
import type { ExampleContext } from './examples.ts';
import { createPicturePool } from './picture-pool.ts';
import { createPictureStore } from './picture-store.ts';
import { hostMessage } from '../messages/host-messages.ts';

/** A challenge and a model, opened: what every job of an engine begins with. */
export interface JobContext extends ExampleContext {
  readonly snapshot: Snapshot;
  readonly challenge: Challenge;
  readonly findings: readonly Finding[];
  readonly provider: ChosenProvider;
  /** Ids of a, b, c and d as they follow the prompt. */
  readonly letterIds: readonly number[];
  /** Ends the threads that read pictures. */
  dispose(): Promise<void>;
}

/** Opens model, tokenizer and challenge; errors name the file. Whoever opens a job disposes of it. */
export async function openJob(
  recipe: Recipe,
  source: ChallengeSource,
  signal: AbortSignal,
  planned?: ChosenProvider,
): Promise<JobContext> {
  const provider = planned ?? (await chooseProvider(recipe.model.precision));
  const snapshot = await openSnapshot(recipe.model.folder);
  const model = await openModel(snapshot);
  const tokenizer = await loadTokenizer(recipe.model.folder);
  const letterIds = letters.map((letter) => {
    const ids = tokenizer.encode(letter);
    if (ids.length !== 1)
      throw new QuartetError(
        'UNSUPPORTED',
        hostMessage('letter-tokens', { folder: recipe.model.folder, letter, count: ids.length }),
      );
    return ids[0]!;
  });
  const { challenge, findings } = await loadChallenge(source, { signal });
  const pool = createPicturePool({ folder: snapshot.folder, size: recipe.picture.size }, poolThreads);
  return {
    recipe,
    model,
    tokenizer,
    snapshot,
    challenge,
    findings,
    provider,
    letterIds,
    pictures: createPictureStore((path) => pool.prepare(path)),
    dispose: () => pool.dispose(),
  };
}
