/** Why a run cannot start or go on: its questions, its checkpoint, its adapter, its precision. */
export const trainingMessages = {
  'no-question-left': {
    ko: '{folder}에 학습할 문항이 남지 않았어요. 챌린지 페이지의 점검 결과를 보세요.',
    en: '{folder}: no training question is left. Run "quartet check" to see why.',
  },
  'picture-places': {
    ko: '문항 {question}({row}행)에 사진이 들어갈 자리가 {places}개예요. 사진은 한 장이니 질문이나 프롬프트에 있는 사진 토큰을 지우세요.',
    en: 'Question {question} (line {row}) has {places} places for its one picture: its text or the prompt contains a picture token. Remove it.',
  },
  'picture-too-long': {
    ko: '{width}×{height} 사진은 긴 변이 짧은 변의 {times}배예요. 모델은 200배까지 받으니 잘라 내세요.',
    en: 'A picture of {width}×{height} is {times} times as long as wide; the model takes up to 200. Crop it.',
  },
  'letter-tokens': {
    ko: '{folder}/tokenizer.json에서 글자 {letter}이(가) 토큰 {count}개예요. 한 개여야 하니 다른 모델을 고르세요.',
    en: '{folder}/tokenizer.json: the letter {letter} is {count} tokens, not one. Choose another model.',
  },
  'checkpoint-other-recipe': {
    ko: '{file}은(는) 다른 설정의 체크포인트예요. 이어서 하지 말고 새 실행을 시작하세요.',
    en: '{file} belongs to another recipe. Start a new run instead of resuming this one.',
  },
  'checkpoint-lacks': {
    ko: '{file}에 {parameter}의 {set}이(가) 없어요. 다른 모델이나 LoRA 설정의 체크포인트예요.',
    en: '{file} has no {set} for {parameter}: it was made for another model or LoRA setting.',
  },
  'adapter-shape': {
    ko: '{file}: {key}의 shape이 [{found}]인데 이 모델과 r = {r}에는 [{needed}]이어야 해요.',
    en: '{file}: {key} is [{found}], this model and r = {r} need [{needed}].',
  },
  'adapter-unknown-keys': {
    ko: '{file}: 키 {total}개 중 {unknown}개가 이 모델의 어느 Linear에도 맞지 않아요 (첫 번째: {first}). 다른 모델로 만든 어댑터예요.',
    en: '{file}: {unknown} of {total} keys fit no Linear of this model, first {first}. The adapter was made for another model.',
  },
  'adapter-half-pair': {
    ko: '{file}에 {key}의 짝이 없어요. 파일이 일부만 있으니 다시 복사하세요.',
    en: '{file}: {key} has no partner; the file is incomplete. Copy it again.',
  },
  'adapter-modules-absent': {
    ko: '{file}: adapter_config.json에 적힌 모듈 {expected}개 중 {absent}개의 가중치가 없어요 (첫 번째: {first}). 다시 복사하세요.',
    en: '{file}: {absent} of {expected} modules that adapter_config.json names have no weights, first {first}. Copy it again.',
  },
  'no-linear-matches': {
    ko: 'lora.targetModules: {modules}에 맞는 Linear가 이 모델에 없어요.',
    en: 'lora.targetModules: {modules} matches no Linear of this model.',
  },
  'precision-needs-webgpu': {
    ko: 'model.precision f16에는 WebGPU가 필요한데 여기서는 쓸 수 없어요 ({reason}). auto를 고르거나 설정에서 가속기를 확인하세요.',
    en: 'model.precision f16 needs WebGPU, which does not work here ({reason}). Choose auto, or see "quartet doctor".',
  },
  'webgpu-works': { ko: 'WebGPU를 쓸 수 있어요. {reason}', en: 'WebGPU works: {reason}' },
  'precision-needs-cuda': {
    ko: 'model.precision bf16에는 CUDA가 필요한데 여기서는 쓸 수 없어요 ({reason}). auto를 고르거나 설정에서 가속기를 확인하세요.',
    en: 'model.precision bf16 needs CUDA, which does not work here ({reason}). Choose auto, or see "quartet doctor".',
  },
  'f32-asked-for': {
    ko: 'model.precision이 f32라서 CPU를 써요.',
    en: 'model.precision f32 was asked for',
  },
  'cuda-works': { ko: 'CUDA를 쓸 수 있어요. {reason}', en: 'CUDA works: {reason}' },
  'cuda-works-not': { ko: 'CUDA를 쓸 수 없어요. {reason}', en: 'CUDA does not work here ({reason})' },
  'tower-closed': {
    ko: '실행이 끝나는 중이라 사진을 더 읽지 않아요.',
    en: 'The vision tower was closed while pictures were asked for.',
  },
  'weights-shorter': {
    ko: '{file}을(를) 읽는 동안 파일이 짧아졌어요. 다시 시작해 주세요.',
    en: '{file} became shorter while it was read. Start again.',
  },
  'weight-thread-ended': {
    ko: '가중치를 바꾸던 스레드가 끝났어요 ({reason}). 메모리가 넉넉한지 확인하고 다시 시작하세요.',
    en: 'A thread that converts weights ended ({reason}). See that memory is free, and start again.',
  },
  'weight-threads-closed': {
    ko: '실행이 끝나는 중이라 가중치를 더 바꾸지 않아요.',
    en: 'No more weights are converted: the job is ending.',
  },
  'weight-beyond-f16': {
    ko: '{file}: {weight}에 f16이 담을 수 있는 가장 큰 수 65504를 넘는 값이 있어요. model.precision을 f32로 고르세요.',
    en: '{file}: {weight} holds a number beyond 65504, the largest of f16. Choose model.precision f32.',
  },
  'graph-not-loaded': {
    ko: 'ONNX Runtime({provider})이 그래프 "{graph}"를 불러오지 못했어요. {reason}',
    en: 'ONNX Runtime ({provider}) could not load the graph "{graph}": {reason}',
  },
} as const;
