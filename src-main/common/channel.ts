/** A queue that one side pushes into and the other iterates; `end` lets the reader finish, with an error if given. */
export interface Channel<T> extends AsyncIterable<T> {
  push(value: T): void;
  end(error?: Error): void;
}

/** Makes an unbounded channel for one reader. */
export function createChannel<T>(): Channel<T> {
  const waiting: T[] = [];
  let ended = false;
  let failure: Error | undefined;
  let wake: () => void = () => {};

  async function* read(): AsyncGenerator<T, void, undefined> {
    for (;;) {
      while (waiting.length > 0) yield waiting.shift() as T;
      if (failure) throw failure;
      if (ended) return;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  }

  return {
    push(value) {
      if (!ended) waiting.push(value);
      wake();
    },
    end(error) {
      if (!ended) failure = error;
      ended = true;
      wake();
    },
    [Symbol.asyncIterator]: read,
  };
}
