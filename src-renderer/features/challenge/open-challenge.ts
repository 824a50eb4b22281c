import type { Inputs } from '../../../src-main/contract/index.ts';
import { api } from '../../client/connection.svelte.ts';
import { invalidate } from '../../client/events.svelte.ts';
import { go } from '../../client/route.svelte.ts';

/** Adds a challenge (what was sent to the host moves into its data folder), makes it the one that is shown, and opens its page. */
export async function openChallenge(
  source: Inputs['challenges']['add']['source'],
  upload: string | null = null,
): Promise<void> {
  const { id } = await api.challenges.add({ source, upload });
  await api.settings.set({ challengeId: id });
  invalidate(['challenge', 'settings']);
  go('#/challenge');
}
