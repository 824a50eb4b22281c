import { backoff } from './backoff.ts';
import { api } from './connection.svelte.ts';
import { openImport, pathSource } from './importing.svelte.ts';
import { go } from './route.svelte.ts';

/** Does what the menu and the system ask of the window, for as long as it lives. */
export async function followDesktop(): Promise<never> {
  for (let attempt = 0; ; attempt++) {
    try {
      for await (const command of await api.desktop.commands()) {
        attempt = 0;
        if (command.kind === 'go') go(command.address);
        else if (command.kind === 'key') press(command.key);
        else openImport('files', [pathSource(command.path)]);
      }
    } catch {
      // The connection ended: the next round waits until it stands again.
    }
    await new Promise((resolve) => setTimeout(resolve, backoff(attempt)));
  }
}

/** As if the key had been pressed outside of any field. */
function press(name: string): void {
  const ctrlKey = name.startsWith('Mod+');
  const key = ctrlKey ? name.slice(4) : name;
  document.body.dispatchEvent(
    new KeyboardEvent('keydown', { key, ctrlKey, bubbles: true, cancelable: true }),
  );
}
