/** How the app stands when its window closes or someone quits it. */
export interface QuitState {
  /** Names of the runs that work in this process. */
  readonly active: readonly string[];
  readonly cause: 'window-closed' | 'quit';
  readonly platform: NodeJS.Platform;
}

/** What to do: `hide` leaves everything running without a window, `ask` lets the user choose, `quit` checkpoints and ends. */
export type QuitStep = 'hide' | 'ask' | 'quit';

/** Decides what a closed window or a request to quit means. A waiting queue needs no question: it stays in the history. */
export function quitStep({ active, cause, platform }: QuitState): QuitStep {
  // On a Mac a closed window never ends an app.
  if (cause === 'window-closed' && platform === 'darwin') return 'hide';
  return active.length > 0 ? 'ask' : 'quit';
}

/** The answers in the order of the dialog's buttons; closing the dialog cancels. */
export const quitAnswers = ['keep-going', 'checkpoint-and-quit', 'cancel'] as const;
export type QuitAnswer = (typeof quitAnswers)[number];
