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

/** One measure of one run: values over steps. */
export interface Line {
  readonly steps: readonly number[];
  readonly values: readonly (number | null)[];
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

/** Samples per second between neighbouring points; null for the first and where no time passed. */
export function rates(
  points: readonly { readonly samples: number; readonly seconds: number }[],
): (number | null)[] {
  return points.map(({ samples, seconds }, i) => {
    const before = points[i - 1];
    const passed = before ? seconds - before.seconds : 0;
    return before && passed > 0 ? (samples - before.samples) / passed : null;
  });
}
