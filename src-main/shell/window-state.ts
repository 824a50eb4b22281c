import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '../common/atomic-file.ts';
import { readOptionalJsonObject } from '../common/json-file.ts';

/** A rectangle on the desktop, in density-independent pixels. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How a window stood; `bounds` are those it has when it is not maximized. */
export interface WindowState {
  readonly bounds: Rectangle;
  readonly maximized: boolean;
}

export const smallest = { width: 960, height: 640 } as const;
const usual = { width: 1360, height: 860 } as const;

const stored = z.object({
  bounds: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
  maximized: z.boolean(),
});

/** How a window stood last; null when nothing usable is kept, for a window can open without it. */
export async function loadWindowState(home: string): Promise<WindowState | null> {
  const json = await readOptionalJsonObject(fileOf(home)).catch(() => null);
  return stored.safeParse(json).data ?? null;
}

/** Keeps how a window stands. Errors: those of writing a file. */
export async function saveWindowState(home: string, state: WindowState): Promise<void> {
  await writeFileAtomic(fileOf(home), `${JSON.stringify(state)}\n`);
}

/**
 * Where to open a window: as it stood if enough of it can be seen and grasped, else in the middle of the first screen.
 * `workAreas` are the screens without their task bars, the primary one first.
 */
export function placeWindow(last: WindowState | null, workAreas: readonly Rectangle[]): WindowState {
  const [primary] = workAreas;
  if (!primary) return last ?? { bounds: { x: 0, y: 0, ...usual }, maximized: false };
  const home = last && workAreas.find((area) => isGraspable(last.bounds, area));
  if (!home) return { bounds: centred(last?.bounds ?? usual, primary), maximized: last?.maximized ?? false };
  return { bounds: pushedInto(last.bounds, home), maximized: last.maximized };
}

/** Whether the title bar shows on a screen: 100 px of its width, and its top edge. */
function isGraspable({ x, y, width }: Rectangle, area: Rectangle): boolean {
  const shown = Math.min(x + width, area.x + area.width) - Math.max(x, area.x);
  return shown >= 100 && y >= area.y - 8 && y <= area.y + area.height - 40;
}

function centred(size: { width: number; height: number }, area: Rectangle): Rectangle {
  const { width, height } = fitted(size, area);
  return {
    x: Math.round(area.x + (area.width - width) / 2),
    y: Math.round(area.y + (area.height - height) / 2),
    width,
    height,
  };
}

/** Keeps the place; a size that the screen cannot show is cut to it. */
function pushedInto(bounds: Rectangle, area: Rectangle): Rectangle {
  const { width, height } = fitted(bounds, area);
  return { x: bounds.x, y: Math.max(bounds.y, area.y), width, height };
}

function fitted({ width, height }: { width: number; height: number }, area: Rectangle) {
  return {
    width: Math.min(Math.max(width, smallest.width), area.width),
    height: Math.min(Math.max(height, smallest.height), area.height),
  };
}

function fileOf(home: string): string {
  return join(home, 'window.json');
}
