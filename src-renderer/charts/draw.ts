import type uPlot from 'uplot';
import type { Line } from './curve.ts';
import { themeColor } from './look.ts';

/** Draws the interval of each of a line's values as an upright stroke. */
export function drawIntervals({ ctx, valToPos }: uPlot, { steps, intervals }: Line, color: string): void {
  if (!intervals) return;
  ctx.save();
  ctx.strokeStyle = themeColor(color);
  ctx.lineWidth = 1.25 * devicePixelRatio;
  ctx.beginPath();
  intervals.forEach((interval, i) => {
    if (!interval) return;
    const x = valToPos(steps[i]!, 'x', true);
    ctx.moveTo(x, valToPos(interval[0], 'y', true));
    ctx.lineTo(x, valToPos(interval[1], 'y', true));
  });
  ctx.stroke();
  ctx.restore();
}

/** Draws a dashed level across the chart with its name at the right end. */
export function drawReference({ ctx, valToPos, bbox }: uPlot, value: number, name: string): void {
  const y = Math.round(valToPos(value, 'y', true)) + 0.5;
  ctx.save();
  ctx.strokeStyle = themeColor('--line-strong');
  ctx.fillStyle = themeColor('--muted');
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.font = `${12 * devicePixelRatio}px "Pretendard Variable", sans-serif`;
  ctx.textAlign = 'right';
  ctx.textBaseline = 'bottom';
  ctx.fillText(name, bbox.left + bbox.width, y - 2 * devicePixelRatio);
  ctx.restore();
}
