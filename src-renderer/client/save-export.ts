import type { Inputs } from '../../src-main/contract/index.ts';
import { api } from './connection.svelte.ts';
import { isDesktop } from './desktop.ts';

/** Saves something of Quartet's as a file: through the system's dialog in the desktop app, as a download in a browser. */
export async function saveExport(what: Inputs['exports']['name']['what'], title: string): Promise<void> {
  // Asked first, so that what is not there is told here and not in a broken download.
  const { name } = await api.exports.name({ what });
  if (!isDesktop) {
    const link = document.createElement('a');
    link.href = new URL(
      `exports/?what=${encodeURIComponent(JSON.stringify(what))}`,
      location.href.split('#')[0],
    ).href;
    link.download = name;
    link.click();
    return;
  }
  const { path } = await api.desktop.chooseTarget({ title, name });
  if (path !== null) await api.exports.write({ what, path });
}
