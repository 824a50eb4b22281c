import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadTokenizer } from '../../../src-main/data/tokenizer.ts';

/** Bytes a, b, space, and one merge: enough for a byte-level tokenizer. */
const tokenizer = {
  normalizer: null,
  pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false, use_regex: false },
  post_processor: null,
  decoder: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false, use_regex: false },
  model: { type: 'BPE', vocab: { a: 0, b: 1, Ġ: 2, ab: 3, '.': 4 }, merges: ['a b'] },
  added_tokens: [{ id: 5, content: '<|end|>', special: true, normalized: false }],
};

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quartet-tokenizer-'));
  write('tokenizer.json', JSON.stringify(tokenizer));
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

it('keeps spaces before punctuation when decoding, and decodes nothing to nothing', async () => {
  write('chat_template.jinja', '');
  const { encode, decode } = await loadTokenizer(folder);
  expect(encode('ab a .<|end|>')).toEqual([3, 2, 0, 2, 4, 5]);
  expect(decode([3, 2, 0, 2, 4, 5])).toBe('ab a .<|end|>');
  expect([encode(''), decode([])]).toEqual([[], '']);
});

it('looks for the chat template in .jinja, .json and tokenizer_config.json', async () => {
  const rendered = async (): Promise<string> => {
    const { renderChat } = await loadTokenizer(folder);
    return renderChat([{ role: 'user', content: 'a' }], { addGenerationPrompt: true });
  };
  const named = [
    { name: 'tools', template: 'no' },
    { name: 'default', template: '3{{ eos_token }}{{ bos_token }}' },
  ];
  write(
    'tokenizer_config.json',
    JSON.stringify({ chat_template: named, eos_token: '<|end|>', bos_token: { content: 'B' } }),
  );
  expect(await rendered()).toBe('3<|end|>B');
  write('chat_template.json', JSON.stringify({ chat_template: '2{{ messages[0].content }}' }));
  expect(await rendered()).toBe('2a');
  write('chat_template.jinja', '1{% if add_generation_prompt %}+{% endif %}');
  expect(await rendered()).toBe('1+');
});

it('says what is missing or broken', async () => {
  await expect(loadTokenizer(folder)).rejects.toThrow(/has no chat template/);
  write('chat_template.jinja', '{% if %}');
  await expect(loadTokenizer(folder)).rejects.toThrow(/chat template of .* cannot be read/);
  write('tokenizer.json', '{"model":{}}');
  await expect(loadTokenizer(folder)).rejects.toThrow(
    /tokenizer\.json is no tokenizer that Quartet can read/,
  );
  rmSync(join(folder, 'tokenizer.json'));
  await expect(loadTokenizer(folder)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
