/** What the preload script offers to the page. */
interface Bridge {
  readonly pathOf: (file: File) => string;
}

/** Whether this is the desktop app's window; in a browser the host may be another machine. */
export const isDesktop = location.protocol === 'quartet:';

/** The path of a dropped file or folder; null in a browser, which hides it. */
export function droppedPath(file: File): string | null {
  const { quartetDesktop } = globalThis as { quartetDesktop?: Bridge };
  return quartetDesktop?.pathOf(file) || null;
}
