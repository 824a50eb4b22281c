import type { z } from 'zod';
import { someOf } from '../messages/some-of.ts';

/** The fields that a schema found wrong or missing, as `model.name, seed`; the error itself says why. */
export function faultyFields({ issues }: z.ZodError): string {
  const paths = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => [...issue.path, key].join('.'))
      : issue.path.map(String).join('.'),
  );
  return someOf([...new Set(paths)]);
}
