import { workerData } from 'node:worker_threads';
import { answerRequests } from '../../../src-main/common/answer-requests.ts';
import { QuartetError } from '../../../src-main/common/errors.ts';

// What the threads of thread-pool.test.ts run.
answerRequests<string, string>({
  concurrent: 1,
  answer(request) {
    if (request === 'refuse') throw new QuartetError('UNSUPPORTED', 'not this');
    if (request === 'exit') process.exit(7);
    if (request === 'throw') setImmediate(() => void JSON.parse('{'));
    if (request === 'throw' || request === 'wait') return new Promise(() => undefined);
    return Promise.resolve(`${workerData as string} ${request}`);
  },
  moved: () => [],
});
