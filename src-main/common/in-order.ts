/**
 * What tasks come to, in their order; up to `ahead` are begun before the first of them is asked for again. The first
 * failure is thrown; tasks that were begun and are not waited for end unheard.
 */
export async function* inOrder<T>(tasks: Iterable<() => Promise<T>>, ahead: number): AsyncGenerator<T> {
  const begun: Promise<T>[] = [];
  for (const task of tasks) {
    const result = task();
    // Told to whoever waits for it; until then, and where nobody does, it must not end the process.
    result.catch(() => undefined);
    begun.push(result);
    if (begun.length >= ahead) yield await begun.shift()!;
  }
  for (const result of begun) yield await result;
}
