import { keyName } from './key-name.ts';

/** What keys do, by the key's name as KeyboardEvent has it (letters in lower case). */
export type Keymap = Readonly<Record<string, (event: KeyboardEvent) => void>>;

const stack: (() => Keymap)[] = [];

/** Gives keys a meaning while the component that calls it is shown; the newest component comes first. */
export function useKeys(keymap: () => Keymap): void {
  $effect(() => {
    stack.push(keymap);
    return () => void stack.splice(stack.indexOf(keymap), 1);
  });
}

/** Finds who wants a key. Typing in a field is left alone, but for Escape and keys with Ctrl or Cmd; so are keys of an open dialog. */
export function handleKey(event: KeyboardEvent): void {
  const target = event.target instanceof HTMLElement ? event.target : null;
  const typing = target?.closest('input, textarea, select, [contenteditable]') !== null;
  if (event.defaultPrevented || event.altKey || document.querySelector('dialog[open]')) return;
  const name = keyName(event);
  // Typing needs its keys, but for those with Ctrl or Cmd that we know.
  if (typing && !name.startsWith('Mod+')) {
    if (event.key === 'Escape') target?.blur();
    return;
  }
  if ((event.key === ' ' || event.key === 'Enter') && target?.closest('button, a[href], summary')) return;
  const wanted = stack.findLast((keymap) => name in keymap());
  if (!wanted) return;
  event.preventDefault();
  wanted()[name]!(event);
}
