import { expect, test } from 'vitest';
import { gradientCases } from '../gradients/cases.ts';
import { byDifferences, byRules, distance } from '../gradients/differences.ts';

test.each(gradientCases.map((gradientCase) => [gradientCase.name, gradientCase] as const))(
  'gradients on WebGPU agree with central differences: %s',
  async (_name, gradientCase) => {
    const rules = await byRules(gradientCase, 'webgpu');
    expect(distance(rules, await byDifferences(gradientCase))).toBeLessThan(1e-3);
  },
);
