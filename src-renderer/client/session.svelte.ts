import type { ChallengeEntry, Member, Settings } from '../../src-main/contract/index.ts';
import { setLocale } from '../i18n/i18n.svelte.ts';
import { setZone } from '../i18n/zone.svelte.ts';
import { memberColor, memberPlace } from '../ui/member-color.ts';
import { api } from './connection.svelte.ts';
import { followTheme } from './theme.svelte.ts';
import { query, type Query } from './query.svelte.ts';

/** What every page needs: settings, members and challenges, as the host has them. */
export interface Session {
  readonly settings: Settings | undefined;
  readonly members: readonly Member[];
  readonly challenges: readonly ChallengeEntry[] | undefined;
  /** The challenge shown: the chosen one, else the one seen last. */
  readonly challenge: ChallengeEntry | undefined;
  readonly error: Error | undefined;
}

let session: Session | undefined;

/** The session; openSession must have run. */
export function current(): Session {
  if (!session) throw new Error('The session is not open.');
  return session;
}

/** Starts to follow the session; once, in App's script. */
export function openSession(): Session {
  const settings = query(
    () => ['settings'],
    () => api.settings.get(),
  );
  const members = query(
    () => ['member'],
    () => api.members.list(),
  );
  const challenges = query(
    () => ['challenge'],
    () => api.challenges.list(),
  );
  const challenge = $derived(chosen(challenges.data, settings.data?.challengeId ?? null));
  const all: readonly Query<unknown>[] = [settings, members, challenges];
  $effect(() => applyAppearance(settings.data));
  session = {
    get settings() {
      return settings.data;
    },
    get members() {
      return members.data ?? [];
    },
    get challenges() {
      return challenges.data;
    },
    get challenge() {
      return challenge;
    },
    get error() {
      return all.find(({ error }) => error)?.error;
    },
  };
  return session;
}

/** The colour of a member by name, as chosen in the team's list. */
export function colorOf(name: string): string {
  return memberColor(name, chosenColor(name));
}

/** The colour's place in the palette, which is also that of the member's shape in charts. */
export function placeOf(name: string): number {
  return memberPlace(name, chosenColor(name));
}

function chosenColor(name: string): number | null {
  return session?.members.find((member) => member.name === name)?.color ?? null;
}

function chosen(all: readonly ChallengeEntry[] | undefined, id: string | null): ChallengeEntry | undefined {
  return all?.find((entry) => entry.id === id) ?? all?.toSorted((one, other) => other.seen - one.seen)[0];
}

function applyAppearance(settings: Settings | undefined): void {
  if (!settings) return;
  if (settings.language !== 'system') setLocale(settings.language);
  setZone(settings.timeZone);
  followTheme(settings.theme);
}
