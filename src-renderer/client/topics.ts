import type { Notice } from '../../src-main/contract/index.ts';

/** What a page can depend on; `run:<id>` is one run, `run` is any of them. */
export type Topic =
  | 'run'
  | 'queue'
  | 'challenge'
  | 'member'
  | 'settings'
  | 'model'
  | 'download'
  | 'history'
  | 'shared'
  | `run:${string}`
  | `metrics:${string}`;

/** The topics that a notice makes stale; null means all of them. Progress makes nothing stale: it carries its own values. */
export function topicsOf(notice: Notice): readonly Topic[] | null {
  switch (notice.kind) {
    case 'reset':
      return null;
    case 'metrics':
      return [`metrics:${notice.id}`];
    case 'progress':
      return [];
    case 'changed':
      if (notice.what === 'history') return null;
      return notice.what === 'run' && notice.id !== '' ? ['run', `run:${notice.id}`] : [notice.what];
  }
}
