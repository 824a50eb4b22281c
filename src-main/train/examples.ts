import type { Question } from '../data/challenge.ts';
import type { ChatMessage } from '../data/chat-template.ts';
import type { ChatTokenizer } from '../data/tokenizer.ts';
import { QuartetError } from '../common/errors.ts';
import type { Grid, Model, Sequence } from '../models/family.ts';
import { renderUser } from '../recipe/prompts.ts';
import type { Recipe } from '../recipe/recipe.ts';
import type { Example } from './batch.ts';
import type { PictureStore } from './picture-store.ts';
import type { Letter } from '../common/letters.ts';
import { shownLetter, type ChoiceOrder } from './choice-order.ts';
import { supervise } from './supervision.ts';
import { hostMessage } from '../messages/host-messages.ts';

/** Everything that turns a question into tokens. */
export interface ExampleContext {
  readonly recipe: Recipe;
  readonly model: Model;
  readonly tokenizer: ChatTokenizer;
  readonly pictures: PictureStore;
}

/** The prompt P: system, picture and question, up to where the model answers; placeholders are expanded. */
export async function buildPrompt(
  context: ExampleContext,
  question: Question,
  order: ChoiceOrder,
): Promise<Sequence> {
  const picture = await context.pictures.get(question.picture);
  const ids = promptIds(context, question, order, picture);
  return { ids, pictures: [picture] };
}

/** The prompt with its answer, and which of its tokens are trained on. */
export async function buildExample(
  context: ExampleContext,
  question: Question,
  order: ChoiceOrder,
): Promise<Example> {
  const { recipe, model } = context;
  const picture = await context.pictures.get(question.picture);
  const prompt = promptIds(context, question, order, picture);
  const full = answeredIds(context, question, order, picture);
  const labels = supervise({
    prompt,
    full,
    mode: recipe.training.supervise,
    imageTokenId: model.imageTokenId,
    questionId: question.id,
  });
  return { ids: full, labels, letterRow: prompt.length - 1, pictures: [picture] };
}

/** The letter that is right when the choices are shown in this order. */
export function shownAnswer(question: Question, order: ChoiceOrder): Letter {
  if (question.answer === null)
    throw new QuartetError('INTERNAL', `question ${question.id} has no answer to train on`);
  return shownLetter(question.answer, order);
}

export function promptIds(
  context: ExampleContext,
  question: Question,
  order: ChoiceOrder,
  picture: Grid,
): number[] {
  return encode(context, question, picture, messagesOf(context.recipe, question, order), true);
}

export function answeredIds(
  context: ExampleContext,
  question: Question,
  order: ChoiceOrder,
  picture: Grid,
): number[] {
  const answer: ChatMessage = { role: 'assistant', content: shownAnswer(question, order) };
  return encode(context, question, picture, [...messagesOf(context.recipe, question, order), answer], false);
}

function messagesOf({ prompt }: Recipe, question: Question, order: ChoiceOrder): ChatMessage[] {
  const [a, b, c, d] = order.map((choice) => question.choices[choice]!) as [string, string, string, string];
  const text = renderUser(prompt.user, question.question, [a, b, c, d]);
  const user: ChatMessage = { role: 'user', content: [{ type: 'image' }, { type: 'text', text }] };
  return prompt.system === '' ? [user] : [{ role: 'system', content: prompt.system }, user];
}

function encode(
  { tokenizer, model }: ExampleContext,
  question: Question,
  picture: Grid,
  messages: ChatMessage[],
  addGenerationPrompt: boolean,
): number[] {
  const ids = tokenizer.encode(tokenizer.renderChat(messages, { addGenerationPrompt }));
  const places = ids.filter((id) => id === model.imageTokenId).length;
  if (places !== 1)
    throw new QuartetError(
      'INVALID_INPUT',
      hostMessage('picture-places', { question: question.id, row: question.row, places }),
    );
  const tokens = Array<number>(model.pictureTokens(picture)).fill(model.imageTokenId);
  return ids.flatMap((id) => (id === model.imageTokenId ? tokens : [id]));
}
