/** An exponential mean that forgets, freed of its bias to zero at the start; nulls stay. */
export function smooth(values: readonly (number | null)[], weight = 0.9): (number | null)[] {
  let [mean, share] = [0, 0];
  return values.map((value) => {
    if (value === null) return null;
    mean = weight * mean + (1 - weight) * value;
    share = weight * share + (1 - weight);
    return mean / share;
  });
}

/** One measure of one run: values over steps, with their intervals where they have one. */
export interface Line {
  readonly steps: readonly number[];
  readonly values: readonly (number | null)[];
  readonly intervals?: readonly (readonly [low: number, high: number] | null)[];
}

/** Lines over one common axis: the steps of all of them, and each line's values there, null where it has none. */
export function align(lines: readonly Line[]): { steps: number[]; values: (number | null)[][] } {
  const steps = [...new Set(lines.flatMap((line) => [...line.steps]))].sort((one, other) => one - other);
  const values = lines.map((line) => {
    const at = new Map(line.steps.map((step, i) => [step, line.values[i] ?? null]));
    return steps.map((step) => at.get(step) ?? null);
  });
  return { steps, values };
}

/** The last value at or before a place, and where it stands; undefined before the first. */
export function lastBefore(
  values: readonly (number | null)[],
  place: number,
): { at: number; value: number } | undefined {
  for (let at = Math.min(place, values.length - 1); at >= 0; at--) {
    const value = values[at];
    if (value !== null && value !== undefined) return { at, value };
  }
  return undefined;
}

/** The upright axis for lines and their intervals: a little room above and below; raw points far out are left to the smoothed line's range. */
export function extent(lines: readonly Line[], reference: number | null = null): [number, number] {
  const all = lines.flatMap(({ values, intervals }) => [
    ...values.filter((value) => value !== null),
    ...(intervals ?? []).flatMap((interval) => interval ?? []),
  ]);
  if (reference !== null) all.push(reference);
  if (all.length === 0) return [0, 1];
  let [low, high] = [Infinity, -Infinity];
  for (const value of all) [low, high] = [Math.min(low, value), Math.max(high, value)];
  const room = (high - low || Math.abs(high) || 1) * 0.06;
  return [low >= 0 ? Math.max(0, low - room) : low - room, high + room];
}

/** Samples per second between neighbouring points; null for the first and where no time passed. */
export function rates(
  points: readonly { readonly samples: number; readonly seconds: number }[],
): (number | null)[] {
  return points.map(({ samples, seconds }, i) => {
    const before = points[i - 1];
    const passed = before ? seconds - before.seconds : 0;
    return before && passed > 0 ? samples / passed : null;
  });
}
