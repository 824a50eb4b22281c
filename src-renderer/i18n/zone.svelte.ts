let zone = $state<string>();

/** The IANA name of the zone in which times are shown; undefined is the computer's own. */
export function currentZone(): string | undefined {
  return zone;
}

/** Shows times in a zone; null is the computer's own. */
export function setZone(name: string | null): void {
  zone = name ?? undefined;
}
