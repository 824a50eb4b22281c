/**
 * Loads each path once and keeps what came of it, up to `limit` bytes. What is beyond the limit is used and forgotten,
 * and loaded again when it is asked for again, as what failed is: which ones are kept never changes a result.
 */
export function keepLoaded<T>(
  load: (path: string) => Promise<T>,
  bytes: (loaded: T) => number,
  limit: number,
): (path: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  let held = 0;
  const loadAndCount = async (path: string): Promise<T> => {
    const loaded = await load(path);
    const size = bytes(loaded);
    if (held + size <= limit) held += size;
    else known.delete(path);
    return loaded;
  };
  return (path) => {
    const before = known.get(path);
    if (before) return before;
    const loading = loadAndCount(path);
    known.set(path, loading);
    loading.catch(() => known.delete(path));
    return loading;
  };
}
