import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { sha256 } from '../../common/hash.ts';
import { adapterCardName } from '../../data/adapter-card.ts';
import { canonicalJson } from '../../recipe/canonical-json.ts';
import type { RunDocument } from '../runs/document.ts';
import type { RunFolder } from '../runs/folder.ts';

/** Hashes of what a run is and found out, by name; null for a part that it does not have. */
export type RunContent = Readonly<Record<string, string | null>>;

/**
 * What two copies of one run must have in common. Names, notes, tags, scores and where the challenge lies may differ:
 * people change them afterwards, each on their own machine.
 */
export async function contentOf(run: RunDocument, folder: RunFolder): Promise<RunContent> {
  // An adapter from elsewhere gets its model and its way of answering later.
  const told = run.kind === 'adapter' ? null : run;
  return {
    kind: run.kind,
    challenge: run.challenge.sha256,
    recipe: told && told.recipeHash,
    'weights of the model': told && told.model.fingerprint,
    'code version': told && told.codeVersion,
    result: told?.result ? sha256(canonicalJson(told.result)) : null,
    answers: run.submission?.answersHash ?? null,
    'metrics.jsonl': await hashFile(folder.metrics),
    adapter: await hashFile(join(folder.adapter, 'adapter_model.safetensors')),
  };
}

/** Names of the parts that both copies have and that are not the same. */
export function differingParts(one: RunContent, other: RunContent): string[] {
  return Object.keys(one).filter((part) => {
    const [here, there] = [one[part] ?? null, other[part] ?? null];
    return here !== null && there !== null && here !== there;
  });
}

/** SHA-256 of a file, or null when it is not there. */
export async function hashFile(file: string): Promise<string | null> {
  if (!existsSync(file)) return null;
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** The files of an adapter folder that Quartet takes along; the card is not in all of them. */
export function adapterFilesIn(folder: string): string[] {
  const card = existsSync(join(folder, adapterCardName)) ? [adapterCardName] : [];
  return ['adapter_config.json', 'adapter_model.safetensors', ...card];
}
