import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { QuartetError, messageOf } from '../common/errors.ts';
import { readJsonObject, readOptionalJsonObject, type JsonObject } from '../common/json-file.ts';
import { hostMessage } from '../messages/host-messages.ts';
import { loadChatTemplate, type ChatMessage } from './chat-template.ts';

/** What is used of the library, whose own types do not resolve under NodeNext. */
interface LibraryTokenizer {
  encode(text: string, options: { add_special_tokens: boolean }): { readonly ids: number[] };
  decode(ids: number[], options: { clean_up_tokenization_spaces: boolean }): string;
  token_to_id(token: string): number | undefined;
}

const LibraryTokenizer = Tokenizer as unknown as new (
  json: JsonObject,
  config: JsonObject,
) => LibraryTokenizer;

/** A snapshot's tokenizer and chat template. */
export interface ChatTokenizer {
  /** Token ids of a text; special tokens written in it are recognised, none are added. */
  readonly encode: (text: string) => number[];
  /** The text of token ids, special tokens included. */
  readonly decode: (ids: readonly number[]) => string;
  /** The id of one token as the vocabulary spells it; NOT_FOUND when there is none. */
  readonly tokenId: (token: string) => number;
  /** The chat as the model reads it; `addGenerationPrompt` opens the assistant's turn. */
  readonly renderChat: (
    messages: readonly ChatMessage[],
    options: { readonly addGenerationPrompt: boolean },
  ) => string;
}

/** Opens tokenizer.json and the chat template of a snapshot folder; errors name the file. */
export async function loadTokenizer(folder: string): Promise<ChatTokenizer> {
  const file = join(folder, 'tokenizer.json');
  const config = (await readOptionalJsonObject(join(folder, 'tokenizer_config.json'))) ?? {};
  const tokenizer = createTokenizer(await readJsonObject(file), config, file);
  const renderChat = await loadChatTemplate(folder, config);
  return {
    encode: (text) => tokenizer.encode(text, { add_special_tokens: false }).ids,
    // The library refuses an empty list, and by default removes spaces before punctuation.
    decode: (ids) =>
      ids.length === 0 ? '' : tokenizer.decode([...ids], { clean_up_tokenization_spaces: false }),
    tokenId: (token) => {
      const id = tokenizer.token_to_id(token);
      if (id === undefined)
        throw new QuartetError(
          'NOT_FOUND',
          hostMessage('no-such-token', { file, token: JSON.stringify(token) }),
        );
      return id;
    },
    renderChat: (messages, { addGenerationPrompt }) => renderChat(messages, addGenerationPrompt),
  };
}

function createTokenizer(json: JsonObject, config: JsonObject, file: string): LibraryTokenizer {
  try {
    return new LibraryTokenizer(json, config);
  } catch (error) {
    throw new QuartetError(
      'INVALID_INPUT',
      hostMessage('tokenizer-unreadable', { file, reason: messageOf(error) }),
      { cause: error },
    );
  }
}
