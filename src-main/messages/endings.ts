/** Why a run ended before its plan; where two fit a message, the first one counts. */
export const endingMessages = {
  'loss-not-finite': {
    ko: '학습이 발산해서 멈췄어요 (스텝 {step}의 손실이 {loss}). training.learningRate를 낮추거나, training.maxGradNorm을 1로 하거나, f32로 학습해 보세요.',
    en: 'The loss of step {step} is {loss}. Lower training.learningRate, set training.maxGradNorm to 1, or train in f32.',
  },
  'gradient-not-finite': {
    ko: '학습이 발산해서 멈췄어요 (스텝 {step}의 기울기 크기가 {norm}). training.learningRate를 낮추거나, training.maxGradNorm을 1로 하거나, f32로 학습해 보세요.',
    en: "The gradient's norm at step {step} is {norm}. Lower training.learningRate, set training.maxGradNorm to 1, or train in f32.",
  },
  'letter-loss-not-finite': {
    ko: '학습이 발산해서 멈췄어요 (스텝 {step}에서 네 글자의 손실이 유한한 수가 아니에요). training.learningRate를 낮추거나, training.maxGradNorm을 1로 하거나, f32로 학습해 보세요.',
    en: "The four letters' loss at step {step} is not a finite number. Lower training.learningRate, set training.maxGradNorm to 1, or train in f32.",
  },
  'at-chance': {
    ko: '최근 {samples}문항을 찍기 수준으로 답해서 멈췄어요. 글자 손실 {loss} (찍으면 {guessing}), 정답 {correct}개 ({low}–{high}). 대개 training.learningRate가 너무 높아서예요. training.supervise와 프롬프트도 살펴보세요. 그래도 계속하려면 training.stopAtChance를 false로 바꾸세요.',
    en: 'The last {samples} samples were answered by chance: letter loss {loss} (guessing has {guessing}), {correct} right ({low}–{high}). Most often training.learningRate is too high; look at training.supervise and the prompt as well. To go on nevertheless, set training.stopAtChance to false.',
  },
  'time-budget': {
    ko: '시간 예산 {minutes}분을 거의 다 썼어요. 학습은 전체 {total}스텝 중 {step}스텝에서 끝내고, 남은 시간에는 답을 해요.',
    en: 'The time budget of {minutes} min is nearly spent: training ends at step {step} of {total}, the rest is for answering.',
  },
  'early-stopping': {
    ko: '평가를 {evaluations}번 하는 동안 검증 손실이 나아지지 않아서 {step}스텝에서 학습을 끝냈어요.',
    en: 'Validation loss has not improved for {evaluations} evaluations: training ends at step {step}.',
  },
  'asked-to-finish': {
    ko: '요청대로 전체 {total}스텝 중 {step}스텝에서 학습을 끝내고, 가장 좋은 가중치를 남겼어요.',
    en: 'Asked to stop: training ends at step {step} of {total} and keeps its best weights.',
  },
  'stopped-at-step': {
    ko: '{step}스텝에서 멈추고 체크포인트를 저장했어요.',
    en: 'Stopped at step {step}; a checkpoint was written.',
  },
  'stopped-before-end': { ko: '끝나기 전에 멈췄어요.', en: 'Stopped before its end.' },
  'ended-at-once': {
    ko: '바로 끝냈어요. 마지막 체크포인트는 남아 있어요.',
    en: 'Ended at once; the last checkpoint stays.',
  },
  'stopping-too-slow': {
    ko: '엔진이 멈추는 데 너무 오래 걸려서 끝냈어요. 마지막 체크포인트는 남아 있어요.',
    en: 'The engine took too long to stop and was ended; the last checkpoint stays.',
  },
  withdrawn: { ko: '대기에서 뺐어요.', en: 'Taken from the queue.' },
  'host-ended': {
    ko: '실행하던 프로세스가 갑자기 끝났어요.',
    en: 'The process that ran it ended without notice.',
  },
  'engine-killed-saying': {
    ko: '엔진 프로세스가 갑자기 끝났어요 (signal SIGKILL). 대개 메모리가 모자라서예요. 배치 크기를 줄여 보세요. 마지막 출력: {said}',
    en: 'The engine process ended unexpectedly (signal SIGKILL). Most often the machine ran out of memory: try a smaller batch size. It printed: {said}',
  },
  'engine-killed': {
    ko: '엔진 프로세스가 갑자기 끝났어요 (signal SIGKILL). 대개 메모리가 모자라서예요. 배치 크기를 줄여 보세요.',
    en: 'The engine process ended unexpectedly (signal SIGKILL). Most often the machine ran out of memory: try a smaller batch size.',
  },
  'engine-ended-saying': {
    ko: '엔진 프로세스가 갑자기 끝났어요 ({how}). 마지막 출력: {said}',
    en: 'The engine process ended unexpectedly ({how}). It printed: {said}',
  },
  'engine-ended': {
    ko: '엔진 프로세스가 갑자기 끝났어요 ({how}).',
    en: 'The engine process ended unexpectedly ({how}).',
  },
} as const;
