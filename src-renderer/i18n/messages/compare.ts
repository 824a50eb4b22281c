import type { Messages } from '../messages.ts';

/** Runs side by side. */
export const compare = {
  'compare.pick': ['비교할 실행을 둘에서 여섯까지 고르세요.', 'Choose two to six runs to compare.'],
  'compare.toBoard': ['리더보드에서 고르기', 'Choose on the leaderboard'],
  'compare.title': ['실행 {n}개 비교', '{n} runs side by side'],
  'compare.isFirst': ['다른 열이 이 열과 비교돼요.', 'The others are measured against this one.'],
  'compare.makeFirst': ['기준으로 삼기', 'Measure against this one'],
  'compare.on.test': ['첫 열과 비교: 시험', 'Against the first: test'],
  'compare.on.validation': ['첫 열과 비교: 검증', 'Against the first: validation'],
  'compare.agreementHint': [
    '두 실행이 모두 답한 문항 가운데 같은 글자로 답한 비율이에요.',
    'Of the questions that both answered, the share with the same letter.',
  ],
  'compare.axis': ['가로축', 'Horizontal axis'],
  'compare.axis.step': ['스텝', 'Step'],
  'compare.axis.epoch': ['에폭', 'Epoch'],
  'compare.axis.minutes': ['분', 'Minutes'],
  'compare.outcome.any': ['모두', 'All'],
  'compare.outcome.mended': ['첫 열보다 나아짐', 'Better than the first'],
  'compare.outcome.broken': ['첫 열보다 나빠짐', 'Worse than the first'],
  'compare.recipe': ['설정의 차이', 'Recipe differences'],
  'compare.showAll': ['모두 보기', 'Show all'],
  'compare.same': ['설정이 모두 같아요.', 'The recipes are the same.'],
  'compare.agreement': ['서로 같은 답의 비율', 'Agreement'],
  'compare.differing': ['다르게 답한 문항', 'Questions answered differently'],
  'compare.noDiffering': ['다르게 답한 문항이 없어요.', 'No question was answered differently.'],
  'compare.curves': ['곡선', 'Curves'],
  'compare.field': ['항목', 'Field'],
  'compare.add': ['실행 더하기', 'Add a run'],
  'compare.remove': ['{name} 빼기', 'Remove {name}'],
  'compare.count': ['{n} / {total}', '{n} / {total}'],
} as const satisfies Messages;
