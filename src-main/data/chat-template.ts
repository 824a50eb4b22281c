import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Template } from '@huggingface/jinja';
import { QuartetError, fromSystemError, messageOf } from '../common/errors.ts';
import { isJsonObject, readOptionalJsonObject, type JsonObject } from '../common/json-file.ts';
import { hostMessage } from '../messages/host-messages.ts';

/** A part of a message: text, or the place of a picture. */
export type ContentPart = { readonly type: 'text'; readonly text: string } | { readonly type: 'image' };

/** A message of a chat, as chat templates take it. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string | readonly ContentPart[];
}

/** Writes a chat as the model reads it. */
export type ChatRenderer = (messages: readonly ChatMessage[], addGenerationPrompt: boolean) => string;

/** The chat template of a snapshot folder, looked for as transformers does: .jinja, .json, tokenizer_config.json. */
export async function loadChatTemplate(folder: string, tokenizerConfig: JsonObject): Promise<ChatRenderer> {
  const source =
    (await readOptionalText(join(folder, 'chat_template.jinja'))) ??
    templateOf(await readOptionalJsonObject(join(folder, 'chat_template.json'))) ??
    templateOf(tokenizerConfig);
  if (source === null) throw new QuartetError('NOT_FOUND', hostMessage('no-chat-template', { folder }));
  const template = compile(source, folder);
  const tokens = specialTokens(tokenizerConfig);
  return (messages, addGenerationPrompt) =>
    template.render({ ...tokens, messages, add_generation_prompt: addGenerationPrompt });
}

async function readOptionalText(file: string): Promise<string | null> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw fromSystemError(error, 'cannot-read', file);
  });
}

/** The template in a JSON file: a string, or a list of named ones of which "default" is meant. */
function templateOf(json: JsonObject | null): string | null {
  const template = json?.['chat_template'];
  if (typeof template === 'string') return template;
  if (!Array.isArray(template)) return null;
  const named = template.filter(isJsonObject).find(({ name }) => name === 'default');
  return typeof named?.['template'] === 'string' ? named['template'] : null;
}

function compile(source: string, folder: string): Template {
  try {
    return new Template(source);
  } catch (error) {
    throw new QuartetError(
      'INVALID_INPUT',
      hostMessage('chat-template-unreadable', { folder, reason: messageOf(error) }),
      { cause: error },
    );
  }
}

/** bos_token and its kin, which templates may name; each is a string or an object with `content`. */
function specialTokens(config: JsonObject): Record<string, string> {
  const tokens: Record<string, string> = {};
  for (const [name, value] of Object.entries(config)) {
    const content = isJsonObject(value) ? value['content'] : value;
    if (name.endsWith('_token') && typeof content === 'string') tokens[name] = content;
  }
  return tokens;
}
