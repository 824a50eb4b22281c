/** What of a KeyboardEvent names its key. */
interface Pressed {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/**
 * A key's name as keymaps have it: letters in lower case, `Mod+` with Ctrl or Cmd. While Hangul is typed letters come
 * as jamo (or as `Process`): then the key's place says which letter it is.
 */
export function keyName({ key, code, ctrlKey, metaKey }: Pressed): string {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  const plain = /^[\x20-\x7e]$/.test(key);
  const name = letter && !plain ? letter : key;
  return `${ctrlKey || metaKey ? 'Mod+' : ''}${name.length === 1 ? name.toLowerCase() : name}`;
}

/** A key's name as its keycap shows it. */
export function keyCap(name: string, mac: boolean): string {
  const caps: Readonly<Record<string, string>> = {
    ArrowLeft: '←',
    ArrowRight: '→',
    ArrowUp: '↑',
    ArrowDown: '↓',
    Escape: 'Esc',
    ' ': 'Space',
  };
  if (name.startsWith('Mod+')) return `${mac ? '⌘' : 'Ctrl '}${keyCap(name.slice(4), mac)}`;
  return caps[name] ?? (name.length === 1 ? name.toUpperCase() : name);
}

/** Whether the keyboard has a Cmd key. */
export function hasCommandKey(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent);
}
