import { expect, test } from 'vitest';
import { pythonLiteral, snakeCase } from '../../../../src-main/services/python-export/literal.ts';

test.each([
  [null, 'None'],
  [true, 'True'],
  [false, 'False'],
  [42, '42'],
  [0, '0'],
  [0.05, '0.05'],
  [2e-4, '2e-4'],
  [1e-8, '1e-8'],
  ['a "quoted" \\ path', '"a \\"quoted\\" \\\\ path"'],
  [['q_proj', 'mlp.0'], '["q_proj", "mlp.0"]'],
  [[], '[]'],
  [{ patience: 2, minImprovement: 1e-4 }, '{"patience": 2, "min_improvement": 1e-4}'],
])('%j is %s in Python', (value, expected) => {
  expect(pythonLiteral(value)).toBe(expected);
});

test('a text of several lines stands as it reads', () => {
  expect(pythonLiteral('{question}\n(a) {a}\n\n정답: ')).toBe(
    '(\n    "{question}\\n"\n    "(a) {a}\\n"\n    "\\n"\n    "정답: "\n)',
  );
});

test('a long list has one item a line', () => {
  const names = Array.from({ length: 12 }, (_, i) => `blocks.${i}.attn`);
  const lines = pythonLiteral(names).split('\n');
  expect(lines).toHaveLength(14);
  expect(lines[1]).toBe('    "blocks.0.attn",');
});

test('names follow Python', () => {
  expect(snakeCase('validationFraction')).toBe('validation_fraction');
});
