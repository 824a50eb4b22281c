import { z } from 'zod';
import { QuartetError } from '../../common/errors.ts';
import type { RenderedPrompt } from '../../contract/index.ts';
import { renderedPrompt } from '../../contract/run-values.ts';
import { getRun } from '../../history/runs.ts';
import { openKnownChallenge, questionsOf } from '../challenge-browser.ts';
import type { Services } from '../context.ts';
import { readIfThere } from './folder.ts';
import { folderOf } from './store.ts';

const stored = renderedPrompt.omit({ question: true }).extend({ questionId: z.string() });

/** One training question as a run showed it to the model; null where its folder does not tell. */
export async function runPrompt(services: Services, id: string): Promise<RenderedPrompt | null> {
  const file = folderOf(services, id).preflight;
  const text = await readIfThere(file);
  if (text === null) return null;
  const parsed = stored.safeParse(parse(text));
  if (!parsed.success) {
    // A folder from elsewhere may hold anything; the rest of the run's page does not depend on it.
    services.log.warn(`${file} is no preflight: ${z.prettifyError(parsed.error)}`);
    return null;
  }
  const { questionId, ...rest } = parsed.data;
  return { ...rest, question: await questionOf(services, id, questionId) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function questionOf(
  services: Services,
  id: string,
  questionId: string,
): Promise<RenderedPrompt['question']> {
  const run = getRun(services.history, id);
  if (!run) return null;
  try {
    const { challenge } = await openKnownChallenge(services, run.challengeId);
    return questionsOf(challenge, 'train').find((question) => question.id === questionId) ?? null;
  } catch (error) {
    if (!(error instanceof QuartetError)) throw error;
    // The words are kept with the run; only the picture lies with the challenge, which may have moved.
    return null;
  }
}
