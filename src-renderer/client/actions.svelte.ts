/** The last thing that went wrong when the user asked for something; App shows it until it is closed. */
export const fault: { error: Error | null } = $state({ error: null });

/** Does what a click asks for; a failure is shown, not thrown. Gives undefined then. */
export async function act<T>(doing: () => Promise<T>): Promise<T | undefined> {
  try {
    fault.error = null;
    return await doing();
  } catch (error) {
    fault.error = error instanceof Error ? error : new Error(String(error));
    return undefined;
  }
}
