/** What a preflight warns of, and why it refuses a run. `{name}` stands for a value. */
export const preflightMessages = {
  'rows-with-errors': {
    ko: '오류가 있는 행 {rows}개는 빼고 학습해요. 챌린지 페이지의 점검 결과에서 볼 수 있어요.',
    en: '{rows} rows have errors and are left out; "quartet check" lists them.',
  },
  'rows-left-out': {
    ko: '{file}의 행 {rows}개를 뺐어요. 첫 번째는 다음과 같아요. {first} 나머지는 챌린지 페이지의 점검 결과에서 볼 수 있어요.',
    en: '{rows} rows of {file} are left out; the first: {first} `quartet check` lists them all.',
  },
  'letter-never-right': {
    ko: '정답이 {letter}인 학습 문항이 없어요.',
    en: 'No training question is answered with {letter}.',
  },
  'no-validation': {
    ko: '검증 데이터가 없으면 제출하기 전에는 실행이 얼마나 좋은지 알 수 없어요.',
    en: 'Without a validation split nothing tells how good the run is before it is submitted.',
  },
  'sequence-supervised': {
    ko: '손실을 사진과 질문까지 포함한 시퀀스 전체에서 계산해요. 손실만 봐서는 답이 얼마나 맞는지 알기 어려워요.',
    en: 'The loss is taken over the whole sequence, pictures and question included: it says little about the answers.',
  },
  'more-unreadable': {
    ko: '읽지 못한 사진이 {count}장 더 있어요.',
    en: 'and {count} more pictures cannot be read.',
  },
  'picture-on-both-sides': {
    ko: 'data.groupByPicture가 켜져 있는데 사진 {picture}이(가) 학습과 검증에 모두 있어요.',
    en: 'The picture {picture} is in training and in validation although data.groupByPicture is on.',
  },
  'prompt-is-no-prefix': {
    ko: '문항 {question}: 답을 붙이면 토큰 {index}부터 프롬프트와 달라져서({before} → {after}) 어디부터가 답인지 알 수 없어요. 모델의 채팅 템플릿과 사용자 템플릿의 끝을 확인하세요.',
    en: "Question {question}: with its answer the text differs from the prompt at token {index} ({before} became {after}), so the answer cannot be told from the prompt. Check the model's chat template and the end of the user template.",
  },
  'nothing-supervised': {
    ko: '문항 {question}: 지도하는 토큰이 없어서 아무것도 배우지 못해요. 전체 글은 프롬프트보다 답만큼 길어야 해요.',
    en: 'Question {question}: no token is supervised, so nothing would be learned. The full text must be longer than the prompt by the answer.',
  },
  'picture-supervised': {
    ko: '문항 {question}: training.supervise가 "{mode}"인데 사진 토큰까지 지도하고 있어요. 프롬프트의 길이는 사진 토큰을 펼친 다음에 재야 해요.',
    en: 'Question {question}: picture tokens are supervised though training.supervise is "{mode}". The prompt\'s length must be measured after its picture tokens are expanded.',
  },
  'gpu-memory-batch': {
    ko: 'GPU 메모리가 {needed} GiB 필요한데 {free} GiB만 비어 있어요. training.gradientCheckpointing을 auto로 두고 training.batchSize를 {batch}(으)로 하면 들어가요. training.accumulation을 그만큼 올리면 결과는 같아요.',
    en: 'It would take {needed} GiB of GPU memory, of which {free} GiB are free. It fits with training.gradientCheckpointing auto and training.batchSize {batch}; raise training.accumulation as much, and the result is the same.',
  },
  'gpu-memory-pictures': {
    ko: 'GPU 메모리가 {needed} GiB 필요한데 {free} GiB만 비어 있어요. 배치를 1로 줄여도 모자라지만, picture.size를 절반으로 하고 training.gradientCheckpointing을 auto로 두면 들어가요.',
    en: 'It would take {needed} GiB of GPU memory, of which {free} GiB are free. Even batches of 1 are too much; it fits with half the picture.size and training.gradientCheckpointing auto.',
  },
  'gpu-memory-model': {
    ko: 'GPU 메모리가 {needed} GiB 필요한데 {free} GiB만 비어 있어요. 모델의 가중치만 {weights} GiB라서 더 작은 모델이 필요해요. 다른 프로그램이 GPU를 쓰고 있다면 닫으세요.',
    en: 'It would take {needed} GiB of GPU memory, of which {free} GiB are free. The weights alone are {weights} GiB: choose a smaller model, and close other programs that use the GPU.',
  },
  'gpu-memory-nf4': {
    ko: 'GPU 메모리가 {needed} GiB 필요한데 {free} GiB만 비어 있어요. model.precision을 nf4로, training.batchSize를 {batch}(으)로 하고 training.gradientCheckpointing을 auto로 두면 들어가요.',
    en: 'It would take {needed} GiB of GPU memory, of which {free} GiB are free. It fits with model.precision nf4, training.batchSize {batch} and training.gradientCheckpointing auto.',
  },
  'gpu-memory-webgpu': {
    ko: 'WebGPU는 GPU 메모리가 얼마나 비었는지 알려 주지 않아요. 이 실행에는 {needed} GiB쯤 필요해요. 드라이버가 쓰는 메모리는 뺀 어림이에요.',
    en: 'WebGPU does not tell how much GPU memory is free. This run takes about {needed} GiB, an estimate without what the driver takes for itself.',
  },
  'out-of-memory': {
    ko: '{provider}의 메모리가 모자라요. training.batchSize를 줄이고 training.accumulation을 그만큼 올리거나, picture.size를 줄이거나, training.gradientCheckpointing을 켜세요.',
    en: '{provider} ran out of memory. Lower training.batchSize and raise training.accumulation as much, lower picture.size, or switch on training.gradientCheckpointing.',
  },
  'out-of-memory-for': {
    ko: '{provider}의 메모리가 모자라요. {size} MiB를 더 받지 못했어요. training.batchSize를 줄이고 training.accumulation을 그만큼 올리거나, picture.size를 줄이거나, training.gradientCheckpointing을 켜세요.',
    en: '{provider} ran out of memory: another {size} MiB could not be had. Lower training.batchSize and raise training.accumulation as much, lower picture.size, or switch on training.gradientCheckpointing.',
  },
  'recomputes-now': {
    ko: '{fault} 중간 결과를 다시 계산하면서 마지막 체크포인트부터 이어서 해요.',
    en: '{fault} The run goes on from its last checkpoint and recomputes activations.',
  },
  'gpu-memory-unknown': {
    ko: 'GPU 메모리가 얼마나 비었는지 알 수 없어요(nvidia-smi가 없어요). 이 실행에는 {needed} GiB쯤 필요해요.',
    en: 'How much GPU memory is free cannot be told (there is no nvidia-smi). This run takes about {needed} GiB.',
  },
} as const;
