import { expect, test } from 'vitest';
import { gradientCases } from '../gradients/cases.ts';
import { byDifferences, byRules, distance, gradientGraph } from '../gradients/differences.ts';

test.each(gradientCases.map((gradientCase) => [gradientCase.name, gradientCase] as const))(
  'gradients on WebGPU agree with central differences: %s',
  async (_name, gradientCase) => {
    // WebGPU has no 64-bit Reshape: where rows are scattered, their few indices are reshaped on the CPU.
    const { nodes } = gradientGraph(gradientCase, 'webgpu');
    const strict = !nodes.some(({ op, outputs }) => op === 'Reshape' && outputs[0]!.dtype === 'i64');
    const rules = await byRules(gradientCase, 'webgpu', strict);
    expect(distance(rules, await byDifferences(gradientCase))).toBeLessThan(1e-3);
  },
);
