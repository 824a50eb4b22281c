import type { Change } from '../../../src-main/contract/index.ts';
import { sizeOf } from './short-model.ts';

/** How many chips of a change are shown at most; the rest is counted. */
const mostChips = 3;
/** Roughly: a figure or Latin letter at 12 px, a chip's padding with the gap after it, and the `+n` at the end. */
const [letterWidth, chipWidth, moreWidth] = [6.6, 18, 34];

/** A change in as few words as it can be told: whole texts and long lists stay behind the hover. */
export function chipText({ path, name, before, after, text }: Change): string {
  if (path.startsWith('prompt.')) return `${name} …`;
  if (path === 'model.folder') return `${name} ${sizeOf(String(before))} → ${sizeOf(String(after))}`;
  if (Array.isArray(before) && Array.isArray(after)) return `${name} ${before.length} → ${after.length}`;
  return text;
}

/** The chips that fit a width (at least one, at most three), and how many changes are left. */
export function fitChips(changes: readonly Change[], width: number): { shown: string[]; more: number } {
  const texts = changes.map(chipText);
  const shown: string[] = [];
  let left = width;
  for (const text of texts.slice(0, mostChips)) {
    const needed = text.length * letterWidth + chipWidth;
    const reserved = shown.length + 1 < texts.length ? moreWidth : 0;
    if (shown.length > 0 && needed + reserved > left) break;
    shown.push(text);
    left -= needed;
  }
  return { shown, more: texts.length - shown.length };
}
