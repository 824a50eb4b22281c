import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  loadWindowState,
  placeWindow,
  saveWindowState,
  type Rectangle,
} from '../../../src-main/shell/window-state.ts';

const laptop: Rectangle = { x: 0, y: 25, width: 1440, height: 875 };
const left: Rectangle = { x: -1920, y: 0, width: 1920, height: 1040 };
const at = (x: number, y: number, width = 1200, height = 800, maximized = false) => ({
  bounds: { x, y, width, height },
  maximized,
});

test('the first window stands in the middle of the first screen', () => {
  expect(placeWindow(null, [laptop, left])).toEqual(at(40, 33, 1360, 860));
});

test('a window stays where it stood, on a second screen too', () => {
  expect(placeWindow(at(100, 60), [laptop, left])).toEqual(at(100, 60));
  expect(placeWindow(at(-1800, 40, 1200, 800, true), [laptop, left])).toEqual(at(-1800, 40, 1200, 800, true));
});

test('a window of a screen that is gone comes to the first one, maximized as it was', () => {
  expect(placeWindow(at(-1800, 40, 1200, 800, true), [laptop])).toEqual(at(120, 63, 1200, 800, true));
});

test.each([
  ['right of everything', 1400, 60],
  ['below the screen', 100, 880],
  ['above the screen', 100, -40],
])('a title bar that cannot be grasped (%s) comes back', (_, x, y) => {
  expect(placeWindow(at(x, y), [laptop])).toEqual(at(120, 63));
});

test('a window is neither larger than its screen nor smaller than its pages', () => {
  expect(placeWindow(at(0, 25, 5000, 3000), [laptop]).bounds).toEqual(laptop);
  expect(placeWindow(at(0, 25, 200, 100), [laptop])).toEqual(at(0, 25, 960, 640));
});

test('the place is kept in a file, and one that cannot be read is as none', async () => {
  const home = await mkdtemp(join(tmpdir(), 'quartet-window-'));
  expect(await loadWindowState(home)).toBeNull();
  await saveWindowState(home, at(10, 20));
  expect(await loadWindowState(home)).toEqual(at(10, 20));
  await writeFile(
    join(home, 'window.json'),
    (await readFile(join(home, 'window.json'), 'utf8')).slice(0, 20),
  );
  expect(await loadWindowState(home)).toBeNull();
  await writeFile(join(home, 'window.json'), '{"bounds":{"x":"left"},"maximized":false}');
  expect(await loadWindowState(home)).toBeNull();
  await rm(home, { recursive: true });
});
