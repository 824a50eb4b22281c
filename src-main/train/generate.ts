import { join } from 'node:path';
import { readOptionalJsonObject } from '../common/json-file.ts';
import { letters } from '../common/letters.ts';
import type { Graph } from '../graph/graph.ts';
import type { FeedForm, Sequence } from '../models/family.ts';
import type { Provider } from '../runtime/providers.ts';
import { createSession } from '../runtime/session.ts';
import type { Feeds } from '../runtime/tensor.ts';
import type { Answerer } from './answer.ts';
import { collatePrompts } from './batch.ts';
import type { ExampleContext } from './examples.ts';
import { parseLetter } from './letters.ts';
import { rowsOf } from './tensors.ts';

/** Tokens generated per question, as in the team's script: the letter and what follows it. */
const newTokens = 2;

/**
 * Answers as older submissions were made: greedy generation, then reading the text for a letter. The letter gets
 * probability 1, since a generated text has no four shares; a guess is reported as not parsed.
 */
export async function createGeneratingAnswerer(
  graph: Graph,
  session: { provider: Provider; folder: string; form: FeedForm },
  context: ExampleContext,
  adapter: Feeds,
): Promise<Answerer> {
  const compiled = await createSession(graph, session);
  const penalty = await repetitionPenalty(context.recipe.model.folder);
  const end = context.tokenizer.tokenId('<|im_end|>');
  return {
    async answer(prompts) {
      const generated = prompts.map(() => [] as number[]);
      for (let round = 0; round < newTokens; round++) {
        const sequences: Sequence[] = prompts.map((prompt, i) => ({
          ...prompt,
          ids: [...prompt.ids, ...generated[i]!],
        }));
        const { logits } = await compiled.run({
          ...collatePrompts(context.model, sequences, session.form),
          ...adapter,
        });
        rowsOf(logits!).forEach((row, i) => {
          if (generated[i]!.at(-1) !== end) generated[i]!.push(greedy(row, sequences[i]!.ids, penalty));
        });
      }
      return generated.map((ids) => {
        const { letter, parsed } = parseLetter(context.tokenizer.decode(ids.filter((id) => id !== end)));
        return { probabilities: letters.map((candidate) => (candidate === letter ? 1 : 0)), parsed };
      });
    },
    dispose: () => compiled.dispose(),
  };
}

/** transformers applies the penalty of generation_config.json even to greedy generation. */
async function repetitionPenalty(folder: string): Promise<number> {
  const config = await readOptionalJsonObject(join(folder, 'generation_config.json'));
  const penalty = config?.['repetition_penalty'];
  return typeof penalty === 'number' ? penalty : 1;
}

/** The likeliest token, after those already present were made less likely (Keskar et al. 2019). */
function greedy(logits: number[], present: readonly number[], penalty: number): number {
  for (const id of new Set(present))
    logits[id] = logits[id]! > 0 ? logits[id]! / penalty : logits[id]! * penalty;
  return logits.reduce((best, logit, id) => (logit > logits[best]! ? id : best), 0);
}
