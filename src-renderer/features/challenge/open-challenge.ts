import type { Inputs } from '../../../src-main/contract/index.ts';
import { api } from '../../client/connection.svelte.ts';
import { invalidate } from '../../client/events.svelte.ts';
import { go } from '../../client/route.svelte.ts';

/** Adds a challenge, makes it the one that is shown, and opens its page. */
export async function openChallenge(source: Inputs['challenges']['add']['source']): Promise<void> {
  const { id } = await api.challenges.add({ source });
  await api.settings.set({ challengeId: id });
  invalidate(['challenge', 'settings']);
  go('#/challenge');
}
