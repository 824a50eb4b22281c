import { powerSaveBlocker } from 'electron';

/** Keeps the machine from falling asleep by itself while something runs; give it the number of active runs whenever it changes. */
export function createKeepAwake(): (active: number) => void {
  let blocker: number | null = null;
  return (active) => {
    if (active > 0) blocker ??= powerSaveBlocker.start('prevent-app-suspension');
    else if (blocker !== null) {
      powerSaveBlocker.stop(blocker);
      blocker = null;
    }
  };
}
