/** What is told of the device that a run computes on: the thread that runs it, and how it was lost. `{name}` stands for a value. */
export const deviceMessages = {
  'run-thread-ended': {
    ko: '모델을 돌리던 스레드가 끝났어요 ({reason}). 마지막 체크포인트까지는 남아 있으니 이어서 실행하세요.',
    en: 'The thread that ran the model ended ({reason}). What the last checkpoint holds is kept: resume the run.',
  },
  'runtime-of-other-version': {
    ko: '설치된 ONNX Runtime에 버전 {version}의 함수가 없어요. Quartet을 다시 설치하세요.',
    en: 'The installed ONNX Runtime has no functions of version {version}. Reinstall Quartet.',
  },
  'run-thread-closed': {
    ko: '실행이 끝나는 중이라 모델을 더 돌리지 않아요.',
    en: 'The model runs no more: the job is ending.',
  },
  'device-lost': {
    ko: 'GPU가 멈췄어요 ({said}). 마지막 체크포인트까지는 남아 있으니 이어서 실행하면 돼요. 또 멈추면 `nvidia-smi`와 시스템 로그(Xid)를 확인하고, 컴퓨터를 다시 시작하거나 드라이버를 업데이트하세요.',
    en: 'The GPU stopped working ({said}). What the last checkpoint holds is kept: resume the run. If it happens again, look at `nvidia-smi` and at the system log (Xid), restart the computer, or update the driver.',
  },
  'driver-changed': {
    ko: 'GPU 드라이버가 CUDA provider와 맞지 않아요 ({said}). 드라이버를 업데이트했다면 컴퓨터를 다시 시작하고, 아니면 드라이버를 업데이트한 뒤 이어서 실행하세요. `quartet doctor`로 확인할 수 있어요.',
    en: 'The GPU driver does not fit the CUDA provider ({said}). If it was just updated, restart the computer; else update it; then resume the run. `quartet doctor` tells whether it works.',
  },
  'device-busy': {
    ko: '다른 프로세스가 GPU를 독점하고 있어요 ({said}). `nvidia-smi`에 보이는 그 프로세스가 끝난 뒤 이어서 실행하세요.',
    en: 'Another process has the GPU for itself ({said}). Resume the run when that process, which `nvidia-smi` shows, has ended.',
  },
  'device-unknown-to-provider': {
    ko: '설치된 CUDA provider가 이 GPU를 지원하지 않아요 ({said}). model.precision을 f32로 바꿔 새로 실행하면 CPU에서 계산해요.',
    en: 'The installed CUDA provider does not support this GPU ({said}). A new run with model.precision f32 computes on the CPU.',
  },
  'resume-without-device': {
    ko: '이 실행은 {before}에서 학습하던 것인데 지금은 {now}만 쓸 수 있어요 ({reason}). 체크포인트는 그대로 남아 있어요. `quartet doctor`로 원인을 해결한 뒤 이어서 실행하세요.',
    en: 'This run was trained on {before}, and now there is only {now} ({reason}). Its checkpoint stays as it is: resume the run when `quartet doctor` shows {before} working.',
  },
} as const;
