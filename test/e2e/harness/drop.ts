import type { Locator } from 'playwright-core';

/** Drops files or folders of this machine onto a place, as a file manager would; scripts of the page cannot. */
export async function dropOnto(place: Locator, paths: readonly string[]): Promise<void> {
  const box = await place.boundingBox();
  if (!box) throw new Error('There is no such place to drop onto.');
  const session = await place.page().context().newCDPSession(place.page());
  const at = {
    x: box.x + 8,
    y: box.y + 8,
    data: { items: [], files: [...paths], dragOperationsMask: 1 },
  };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, ...at });
  await session.detach();
}
