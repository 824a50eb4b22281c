/** What is told of the device that a run computes on: what it costs to feed it, and how it was lost. `{name}` stands for a value. */
export const deviceMessages = {
  'state-moved': {
    ko: '학습 호출 {calls}번에 {seconds}초 걸렸고, 어댑터와 옵티마이저 상태를 옮기는 데 한 번에 {each}초, 전체의 {share} %를 썼어요.',
    en: '{calls} training calls took {seconds} s; moving adapter and optimizer state took {each} s of each, {share} % of the time.',
  },
} as const;
