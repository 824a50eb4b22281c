import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, type AST } from 'svelte/compiler';
import { describe, expect, it } from 'vitest';
import { format, messages, type MessageKey } from '../../../src-renderer/i18n/messages.ts';

const root = join(import.meta.dirname, '../../../src-renderer');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
/** Names that are the same in every language, marks, and the languages' own names. */
const sameEverywhere = new Set([
  'Quartet',
  'Ctrl K',
  'G',
  'seed',
  'code',
  'f32',
  'bf16',
  'MiB',
  '한국어',
  'English',
]);
const spoken = ['aria-label', 'title', 'placeholder', 'alt'];

describe('texts', () => {
  it.each(Object.entries(messages))('%s is there in both languages, with the same places', (_, [ko, en]) => {
    const places = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();
    expect(ko.trim()).not.toBe('');
    expect(en.trim()).not.toBe('');
    expect(en).not.toMatch(/[가-힣]/);
    expect(places(ko)).toEqual(places(en));
  });

  it('speaks to people in 해요체', () => {
    const stiff = Object.entries(messages).filter(([, [ko]]) => /(니다|하십시오|시오)[.!]?$/.test(ko));
    expect(stiff).toEqual([]);
  });

  it('fills places and leaves unknown ones to be seen', () => {
    expect(format('ko', 'board.submissions', { n: 13 })).toBe('제출 13개');
    expect(format('en', 'board.submissions' satisfies MessageKey)).toBe('{n} submissions');
  });
});

describe('components', () => {
  it.each(files.filter((file) => file.endsWith('.svelte')))('%s holds no text of one language', (file) => {
    expect(textsIn(readFileSync(join(root, file), 'utf8'))).toEqual([]);
  });

  it.each(files.filter((file) => file.endsWith('.ts') && !file.startsWith('i18n')))(
    '%s holds no Korean',
    (file) => {
      expect(readFileSync(join(root, file), 'utf8')).not.toMatch(/[가-힣]/);
    },
  );

  it('the search finds what it looks for', () => {
    expect(textsIn('<p title="Hello">{x} there</p>{"한글"}')).toEqual(['Hello', 'there', '한글']);
  });
});

/** Words in the markup, in spoken attributes, and Korean anywhere in the code. */
function textsIn(source: string): string[] {
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node !== 'object' || node === null) return;
    const part = node as AST.Text | AST.Attribute;
    if ((node as { type?: string }).type === 'StyleDirective') return;
    if (part.type === 'Attribute') {
      if (!spoken.includes(part.name)) return visit(Array.isArray(part.value) ? [] : part.value);
      return visit(part.value);
    }
    if (part.type === 'Text' && /\p{L}{2}/u.test(part.data)) found.push(part.data.trim());
    for (const [name, value] of Object.entries(node)) if (name !== 'css' && name !== 'instance') visit(value);
  };
  visit(parse(source, { modern: true }).fragment);
  const korean = source.match(/[가-힣][가-힣 .,?!]*/g) ?? [];
  return [...new Set([...found, ...korean])].filter((text) => !sameEverywhere.has(text));
}
