import { QuartetError } from '../../common/errors.ts';
import type { LinearModule } from '../family.ts';
import { hostMessage } from '../../messages/host-messages.ts';

/** As in PEFT: a list matches whole path segments at the end, a string is a regular expression over the whole path. */
export type ModulePattern = readonly string[] | string;

function matches(path: string, pattern: ModulePattern): boolean {
  if (typeof pattern === 'string') return new RegExp(`^(?:${pattern})$`).test(path);
  return pattern.some((suffix) => path === suffix || path.endsWith(`.${suffix}`));
}

export interface Targets {
  readonly targetModules: ModulePattern;
  readonly excludeModules: ModulePattern | null;
  /** Whether Linears of the vision tower may be adapted, which PEFT's suffixes hit too. */
  readonly vision: boolean;
}

/** The Linears that an adapter attaches to; an entry of the list that hits nothing is an error, as it is most often a typo. */
export function matchModules(
  modules: readonly LinearModule[],
  { targetModules, excludeModules, vision }: Targets,
): LinearModule[] {
  const hit = modules.filter(
    ({ path, rows }) =>
      matches(path, targetModules) &&
      (vision || rows === 'text') &&
      !(excludeModules && matches(path, excludeModules)),
  );
  if (hit.length === 0)
    throw new QuartetError(
      'INVALID_INPUT',
      hostMessage('no-linear-matches', { modules: JSON.stringify(targetModules) }),
    );
  if (typeof targetModules !== 'string') {
    const idle = targetModules.filter((entry) => !modules.some(({ path }) => matches(path, [entry])));
    if (idle.length > 0)
      throw new QuartetError('INVALID_INPUT', hostMessage('no-linear-matches', { modules: idle.join(', ') }));
  }
  return hit;
}
