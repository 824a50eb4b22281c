import type { ModelDownload } from '../../../src-main/contract/index.ts';

/** What a download is doing, as people see it: files are checked when all of it came, and before more of a part does. */
export function shownState({
  state,
  doneBytes,
  totalBytes,
}: ModelDownload): ModelDownload['state'] | 'checking' {
  return state === 'running' && doneBytes === totalBytes ? 'checking' : state;
}

/** Whether a download works right now. */
export function isActive({ state }: ModelDownload): boolean {
  return state === 'asking' || state === 'running';
}

/** The share that came, from 0 to 1; 1 only when all is there. */
export function shareOf({ doneBytes, totalBytes }: ModelDownload): number {
  return totalBytes === null ? 0 : Math.min(1, doneBytes / totalBytes);
}
