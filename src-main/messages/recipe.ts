/** What is wrong with a recipe, or doubtful in it, at a field; `{name}` stands for a value. */
export const recipeMessages = {
  'about-field': { ko: '{field} 설정: {finding}', en: '{field}: {finding}' },
  'unknown-placeholder': {
    ko: '{name}은(는) 쓸 수 없는 자리예요. {known}만 쓸 수 있어요.',
    en: '{name} is no placeholder. There are {known}.',
  },
  'question-never-seen': {
    ko: '{name}이 없어요. 모델이 질문을 보지 못해요.',
    en: '{name} is missing: the model would never see the question.',
  },
  'no-target-modules': {
    ko: '목록이 비어서 아무것도 학습하지 않아요.',
    en: 'The list is empty, so nothing would be trained.',
  },
  'keep-needs-validation': {
    ko: '{keep}에는 검증 문항이 필요해요. data.validationFraction을 올리거나 last로 두세요.',
    en: '{keep} needs a validation part. Raise data.validationFraction, or keep last.',
  },
  'stopping-needs-validation': {
    ko: '멈출 때를 정할 검증 문항이 없어요. data.validationFraction을 올리거나 none으로 두세요.',
    en: 'There is no validation part to stop by. Raise data.validationFraction, or set it to none.',
  },
  'alpha-ratio': {
    ko: 'alpha / r이 {ratio}이에요. 보통 1~4예요. 어댑터의 출력에 이만큼 곱해져 학습률처럼 작용해요.',
    en: "alpha / r is {ratio}; 1 to 4 is usual. The adapter's output is multiplied by it, like the learning rate.",
  },
  'much-dropout': {
    ko: '{dropout}이면 입력을 많이 가려요. 보통 0~0.1이에요.',
    en: '{dropout} hides much of every input; 0 to 0.1 is usual.',
  },
  'much-decay': {
    ko: '{decay}이면 어댑터를 0으로 당겨요. 보통 0~0.1이에요.',
    en: '{decay} pulls the adapter to zero; 0 to 0.1 is usual.',
  },
  'whole-sequence-trained': {
    ko: '사진과 질문 토큰까지 학습해서, 손실이 답에 대해 말해 주는 것이 적어요.',
    en: 'Picture and question tokens are trained on too: the loss says little about the answers.',
  },
  'choices-never-seen': {
    ko: '모델이 보기 {choices}을(를) 보지 못해요.',
    en: 'The model would never see choice {choices}.',
  },
  'all-warmup': {
    ko: '실행 전체가 워밍업이에요. 정한 학습률에는 마지막 스텝에서야 닿아요.',
    en: 'The whole run is warmup: the learning rate is reached in the last step only.',
  },
  'much-warmup': {
    ko: '실행의 {ratio}이 워밍업이에요. 보통 0.03~0.1이에요.',
    en: '{ratio} of the run is warmup; 0.03 to 0.1 is usual.',
  },
  'rate-high': {
    ko: '{rate}은 이 모델에 알맞은 값({usual})의 {times}배예요. 이런 실행은 찍기 수준으로 끝나곤 해요.',
    en: '{rate} is {times} times what suits this model ({usual}): such runs often end at chance.',
  },
  'rate-high-unclipped': {
    ko: '{rate}은 이 모델에 알맞은 값({usual})의 {times}배예요. 이런 실행은 찍기 수준으로 끝나곤 해요. 기울기 자르기(training.maxGradNorm)도 꺼져 있어요.',
    en: '{rate} is {times} times what suits this model ({usual}): such runs often end at chance. Clipping is off as well (training.maxGradNorm).',
  },
  'rate-low': {
    ko: '{rate}은 너무 작아서 아무것도 배우지 못할 수 있어요.',
    en: '{rate} is so low that the run may learn nothing.',
  },
  'recipe-no-object': {
    ko: '설정은 JSON 객체여야 해요. "quartet show <run> --json"으로 내보낼 수 있어요.',
    en: 'A recipe is a JSON object; export one with "quartet show <run> --json".',
  },
  'recipe-version': {
    ko: '설정의 version이 {version}이에요. 1부터 {present}까지의 정수여야 해요.',
    en: "The recipe's version is {version}; it must be a whole number from 1 to {present}.",
  },
  'recipe-newer': {
    ko: '설정의 버전은 {version}인데 이 Quartet은 {present}까지 알아요. 더 새로운 Quartet을 설치하세요.',
    en: 'The recipe has version {version}, this Quartet knows versions up to {present}. Install a newer Quartet.',
  },
  'recipe-unusable': { ko: '이 설정은 쓸 수 없어요.\n{faults}', en: 'The recipe cannot be used:\n{faults}' },
  'recipe-field-missing': { ko: '{field}이(가) 없어요 ({why}).', en: '{field} is missing ({why}).' },
  'recipe-field-wrong': {
    ko: '{field}에 {value}은(는) 쓸 수 없어요 ({why}).',
    en: '{field} is {value} ({why}).',
  },
  'recipe-field-refused': {
    ko: '{field}에 {value}은(는) 쓸 수 없어요 (가능한 값: {allowed}).',
    en: '{field} cannot be {value} (allowed: {allowed}).',
  },
  'no-field': { ko: '{name}이라는 설정은 없어요.', en: 'There is no field {name}.' },
  'no-field-near': {
    ko: '{name}이라는 설정은 없어요. 혹시 {near}인가요?',
    en: 'There is no field {name}; did you mean {near}?',
  },
  'more-faults': { ko: '이런 곳이 {count}군데 더 있어요.', en: '… and {count} more.' },
} as const;
