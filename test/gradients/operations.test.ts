import { describe, expect, test } from 'vitest';
import { ops } from '../../src-main/graph/ops/index.ts';
import { gradientCases } from './cases.ts';
import { byDifferences, byRules, distance, forwardGraph } from './differences.ts';

describe('each gradient rule agrees with central differences', () => {
  test.each(gradientCases.map((gradientCase) => [gradientCase.name, gradientCase] as const))(
    '%s',
    async (_name, gradientCase) => {
      const differences = await byDifferences(gradientCase);
      expect(distance(await byRules(gradientCase, 'cpu'), differences)).toBeLessThan(1e-3);
      // The graph that CUDA would get runs on the CPU as well.
      expect(distance(await byRules(gradientCase, 'cpu', 'cuda'), differences)).toBeLessThan(1e-3);
    },
  );
});

test('every operation with a rule has a case', () => {
  const covered = new Set(gradientCases.flatMap((c) => forwardGraph(c).nodes.map(({ op }) => op)));
  const ruled = Object.entries(ops).flatMap(([name, definition]) => ('vjp' in definition ? [name] : []));
  expect(ruled.filter((name) => !covered.has(name))).toEqual([]);
});
