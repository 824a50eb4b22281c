import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { keyCap, keyName } from '../../../src-renderer/client/key-name.ts';
import { keyGroups } from '../../../src-renderer/features/frame/key-list.ts';

const plain = { code: '', ctrlKey: false, metaKey: false };

it('names keys, whatever the input method', () => {
  expect(keyName({ ...plain, key: 'n', code: 'KeyN' })).toBe('n');
  expect(keyName({ ...plain, key: 'N', code: 'KeyN' })).toBe('n');
  // Hangul: the N key types ㅜ, and is called Process while a syllable is put together.
  expect(keyName({ ...plain, key: 'ㅜ', code: 'KeyN' })).toBe('n');
  expect(keyName({ ...plain, key: 'Process', code: 'KeyN' })).toBe('n');
  expect(keyName({ ...plain, key: 'ㅏ', code: 'KeyK', ctrlKey: true })).toBe('Mod+k');
  expect(keyName({ ...plain, key: 'k', code: 'KeyK', metaKey: true })).toBe('Mod+k');
  // On a Dvorak keyboard the letter typed counts, not the key's place.
  expect(keyName({ ...plain, key: 'b', code: 'KeyN' })).toBe('b');
  expect(keyName({ ...plain, key: '?', code: 'Slash' })).toBe('?');
  expect(keyName({ ...plain, key: 'ArrowUp', code: 'ArrowUp' })).toBe('ArrowUp');
});

it('shows keys as their caps do', () => {
  expect(['Mod+k', ' ', 'Escape', 'j', 'ArrowUp'].map((name) => keyCap(name, false))).toEqual([
    'Ctrl K',
    'Space',
    'Esc',
    'J',
    '↑',
  ]);
  expect(keyCap('Mod+k', true)).toBe('⌘K');
});

/** The keys that a component gives a meaning. */
function keysIn(source: string): string[] {
  const maps = source.match(/(?:useKeys\(\(\) => \(\{|: Keymap = \{)[^]*?\n? *\}(?:\)\)|;)/g) ?? [];
  return maps.flatMap((map) =>
    Array.from(map.matchAll(/(?:[{,\n]\s*)(?:'([^']+)'|(\w+)): \(/g), ([, quoted, word]) => quoted ?? word!),
  );
}

it('lists every key that a page listens to', () => {
  const folder = join(import.meta.dirname, '../../../src-renderer/features');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const heard = files
    .filter((file) => file.endsWith('.svelte'))
    .flatMap((file) => keysIn(readFileSync(join(folder, file), 'utf8')));
  // The search finds what it looks for.
  expect(heard).toEqual(
    expect.arrayContaining(['Mod+k', 'n', '?', 'j', 'k', 'Enter', '/', ' ', 'ArrowLeft']),
  );
  const listed = keyGroups.flatMap(({ keys }) => keys.flatMap(({ names }) => names));
  // G leads to pages and is listed with them.
  expect(new Set([...listed, 'g'])).toEqual(new Set([...heard, 'g', 'ArrowUp', 'ArrowDown']));
});
