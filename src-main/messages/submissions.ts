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
  'answers-missing': {
    ko: '답이 없는 test.csv 문항이 있어요. ({ids})',
    en: 'test.csv asks for ids that have no answer: {ids}.',
  },
  'answers-doubled': {
    ko: '두 번 이상 답한 문항이 있어요. ({ids})',
    en: 'These ids are answered more than once: {ids}.',
  },
  'answers-unknown': {
    ko: 'test.csv에 없는 문항이 있어요. ({ids})',
    en: 'These ids are not in test.csv: {ids}.',
  },
  'answers-no-letter': {
    ko: '답이 a, b, c, d 중 하나가 아닌 문항이 있어요. ({ids})',
    en: 'The answers to these ids are none of a, b, c, d: {ids}.',
  },
  'submission-columns': {
    ko: '{file}: 제출 파일에는 id와 answer 열이 있어야 해요. 있는 열: {columns}.',
    en: '{file}: a submission has the columns id and answer; found {columns}.',
  },
  'not-a-submission': {
    ko: '{file}은(는) {challenge} 챌린지의 제출이 아니에요.\n{faults}',
    en: '{file} is no submission to {challenge}:\n{faults}',
  },
  'faulty-submission': {
    ko: '{file}을(를) 채점할 수 없어요. {fault}',
    en: '{file} cannot be scored: {fault}',
  },
  'submission-row-no-letter': {
    ko: '{row}행, answer 열: "{text}"는 a, b, c, d 중 하나가 아니에요.',
    en: 'row {row}, column answer: "{text}" is none of a, b, c, d.',
  },
  'submission-row-again': {
    ko: '{row}행: id "{id}"에는 {before}행에서 이미 답했어요. 하나만 남기세요.',
    en: 'row {row}: the id "{id}" was answered before, on row {before}. Keep one of them.',
  },
  'submission-row-foreign': {
    ko: '{row}행: id "{id}"는 test.csv에 없어요.',
    en: 'row {row}: the id "{id}" is not in test.csv.',
  },
  'submission-lacks-rows': {
    ko: '{total}문항 중 {missing}문항의 행이 없어요. ({ids})',
    en: '{missing} of {total} questions have no row: {ids}.',
  },
} as const;
