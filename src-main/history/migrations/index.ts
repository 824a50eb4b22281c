import { first } from './001-first.ts';
import { queue } from './002-queue.ts';
import { fromElsewhere } from './003-from-elsewhere.ts';
import { edits } from './004-edits.ts';
import { leaderboard } from './005-leaderboard.ts';
import { tagged } from './006-tagged.ts';

/** SQL that takes a history from version n to n + 1, n being the place in the list; entries are never edited, only added. */
export const migrations: readonly string[] = [first, queue, fromElsewhere, edits, leaderboard, tagged];
