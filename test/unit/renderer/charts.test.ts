import { expect, it } from 'vitest';
import { timeLabels } from '../../../src-renderer/charts/time-axis.ts';
import { shapePath } from '../../../src-renderer/ui/member-shape.ts';

const seconds = (text: string): number => Date.parse(text) / 1000;

it('writes the hour at every tick and the day at its first', () => {
  const ticks = ['2026-11-22T12:00Z', '2026-11-22T18:00Z', '2026-11-23T00:00Z'].map(seconds);
  expect(timeLabels(ticks, 6 * 3600, 'en', 'UTC')).toEqual(['12:00\nNov 22', '18:00', '00:00\nNov 23']);
  expect(timeLabels(ticks, 6 * 3600, 'ko', 'Asia/Seoul')).toEqual(['21:00', '03:00\n11월 23일', '09:00']);
  expect(timeLabels(ticks.slice(0, 1), 86_400, 'en', 'UTC')).toEqual(['Nov 22']);
});

it('gives each colour of the palette a shape of its own', () => {
  const paths = Array.from({ length: 8 }, (_, color) => shapePath(color, 0, 0, 1));
  expect(new Set(paths).size).toBe(8);
});
