import { existsSync } from 'node:fs';
import { QuartetError } from '../common/errors.ts';
import type { Host } from '../host/host.ts';
import { addChallenge, challengeEntries } from '../services/challenge-browser.ts';
import { challengeSource } from '../services/challenges.ts';

/** The challenge that people mean: a name or an id's beginning, a folder, `sample`; without a word the only one there is, else null. Errors: NOT_FOUND. */
export async function chooseChallenge(host: Host, reference: string | undefined): Promise<string | null> {
  const known = challengeEntries(host);
  if (reference === undefined) return known.length === 1 ? known[0]!.id : null;
  const found = known.filter(({ name, id }) => name === reference || id.startsWith(reference));
  if (found.length === 1) return found[0]!.id;
  if (reference === 'sample' || existsSync(reference))
    return (await addChallenge(host, challengeSource(host.resources, reference))).id;
  const names = known.map(({ name, id }) => `${name} (${id.slice(0, 8)})`).join(', ');
  throw new QuartetError(
    'NOT_FOUND',
    `No challenge is called ${reference}. Known: ${names || 'none'}. Give one of them, or the folder of another.`,
  );
}
