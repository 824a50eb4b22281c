import { parentPort, type Transferable } from 'node:worker_threads';
import { messageOf, QuartetError, type ErrorCode } from './errors.ts';

/** What a thread pool sends to a thread. */
export interface ThreadRequest<Request> {
  readonly id: number;
  readonly request: Request;
}

/** The answer, or why there is none. */
export type ThreadReply<Answer> =
  | { readonly id: number; readonly answer: Answer }
  | { readonly id: number; readonly code: ErrorCode; readonly message: string };

/** How a thread answers. */
export interface Answering<Request, Answer> {
  /** Requests in work at a time: one may read a file while another computes. */
  readonly concurrent: number;
  answer(request: Request): Promise<Answer>;
  /** What of an answer moves to the other thread instead of being copied. */
  moved(answer: Answer): Transferable[];
}

/** Makes this thread one of a thread pool (`thread-pool.ts`): requests are answered in the order in which they come, errors by code and message. */
export function answerRequests<Request, Answer>({
  concurrent,
  answer,
  moved,
}: Answering<Request, Answer>): void {
  const queue: ThreadRequest<Request>[] = [];
  let working = 0;
  async function reply({ id, request }: ThreadRequest<Request>): Promise<void> {
    let told: ThreadReply<Answer>;
    try {
      told = { id, answer: await answer(request) };
    } catch (error) {
      told = { id, code: error instanceof QuartetError ? error.code : 'INTERNAL', message: messageOf(error) };
    }
    parentPort!.postMessage(told, 'answer' in told ? moved(told.answer) : []);
  }
  async function work(): Promise<void> {
    working++;
    for (let next = queue.shift(); next; next = queue.shift()) await reply(next);
    working--;
  }
  parentPort!.on('message', (request: ThreadRequest<Request>) => {
    queue.push(request);
    if (working < concurrent) void work();
  });
}
