import { expect, test } from 'vitest';
import { gainOf, type Measured } from '../../../src-main/services/gain.ts';

const nothing: Measured = { public: null, answers: null, accuracy: null, low: null, high: null };

test('a public score counts before validation, with the noise of its own number of answers', () => {
  const validated = { accuracy: 0.8, low: 0.5, high: 0.95 };
  const gain = gainOf(
    { ...validated, public: 0.8786, answers: 560 },
    { ...validated, public: 0.94135, answers: 560 },
  );
  expect(gain?.on).toBe('public');
  expect(gain?.difference).toBeCloseTo(0.06275, 10);
  // By hand: 1.96 × √(0.8786 × 0.1214 / 560 + 0.94135 × 0.05865 / 560).
  expect(gain?.noise).toBeCloseTo(0.0333, 4);
});

test('without both public scores it is validation, with both intervals', () => {
  const gain = gainOf(
    { ...nothing, accuracy: 0.6, low: 0.57, high: 0.63, public: 0.9, answers: 10 },
    { ...nothing, accuracy: 0.7, low: 0.66, high: 0.74 },
  );
  expect(gain).toMatchObject({ on: 'validation', noise: 0.05 });
});

test('where a number is missing nothing is claimed', () => {
  expect(gainOf(nothing, { ...nothing, accuracy: 0.7 })).toBeNull();
  expect(gainOf({ ...nothing, public: 0.5 }, { ...nothing, public: 0.6 })?.noise).toBeNull();
});
