import { answerRequests } from '../../common/answer-requests.ts';
import { statusOf, type Handle, type Name } from './api.ts';

/** A function, and the addresses and numbers that it is given. */
export interface Call {
  readonly name: Name;
  readonly given: readonly (Handle | number)[];
}

answerRequests<Call, Handle>({
  concurrent: 1,
  answer: ({ name, given }) => Promise.resolve(statusOf(name, given)),
  moved: () => [],
});
