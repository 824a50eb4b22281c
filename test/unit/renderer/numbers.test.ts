import { expect, it } from 'vitest';
import {
  ago,
  duration,
  interval,
  learningRate,
  probability,
  score,
  signed,
} from '../../../src-renderer/i18n/numbers.ts';

it('writes scores with five digits and probabilities with two', () => {
  expect(score(0.94135)).toBe('0.94135');
  expect(score(1)).toBe('1.00000');
  expect(score(null)).toBe('–');
  expect(probability(0.005)).toBe('0.01');
});

it('writes learning rates as recipes do', () => {
  expect([2e-4, 1.5e-3, 0].map(learningRate)).toEqual(['2e-4', '1.5e-3', '0']);
});

it('writes an interval as its middle and half its width', () => {
  expect(interval(0.938, 0.926, 0.95)).toEqual({ value: '0.938', spread: '±0.012' });
});

it('writes differences with a sign', () => {
  expect(signed(0.0123)).toBe('+0.012');
  expect(signed(-0.5)).toBe('−0.500');
});

it('writes durations in words of the language', () => {
  expect(duration(7800, 'en')).toBe('2 h 10 m');
  expect(duration(200, 'ko')).toBe('3분 20초');
  expect(duration(41.4, 'en')).toBe('41 s');
  expect(duration(3600, 'ko')).toBe('1시간');
  expect(duration(null, 'ko')).toBe('–');
});

it('tells ages', () => {
  const now = Date.UTC(2026, 0, 2, 12, 0, 0);
  expect(ago(now - 3 * 60_000, now, 'ko')).toBe('3분 전');
  expect(ago(now - 2 * 3600_000, now, 'en')).toBe('2 hours ago');
});
