/** What the guards say of a submission. `{name}` stands for a value. */
export const submissionMessages = {
  collapsed: {
    ko: '답 {total}개 중 {most}개가 "{letter}"예요. 모델이 한 글자로 쏠린 것 같으니 제출 횟수를 쓰지 마세요.',
    en: '{most} of {total} answers are "{letter}": the model has probably collapsed. Do not spend a submission on it.',
  },
  'letter-shares': {
    ko: '글자 비율이 학습 데이터와 많이 달라요 (χ² p = {p}). 답은 {answers}이고, 학습 데이터는 {training}예요.',
    en: "The letters are far from training's (χ² p = {p}): {answers}; training has {training}.",
  },
  'parse-failures': {
    ko: '생성한 글 {total}개 중 {failed}개에 글자가 없어서 "a"로 셌어요. answering.mode를 letters로 바꾸면 이런 일이 없어요.',
    en: '{failed} of {total} generated texts held no letter and count as "a". Set answering.mode to letters, which cannot fail.',
  },
  duplicate: {
    ko: '이미 낸 "{name}" 제출과 답이 모두 같아요.',
    en: 'These are the same answers as "{name}" handed in.',
  },
  'score-near-chance': {
    ko: '{questions}문항에서 {share}이면 찍는 것(25 %)보다 낫다고 할 수 없어요.',
    en: '{share} of {questions} questions is no better than guessing (25 %).',
  },
  'validation-near-chance': {
    ko: '검증 정확도의 신뢰구간이 25 %까지 내려가요. 찍는 것보다 낫다고 할 수 없어요.',
    en: 'The interval of the validation accuracy reaches down to 25 %: no better than guessing.',
  },
} as const;
