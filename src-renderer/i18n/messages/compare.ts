import type { Messages } from '../messages.ts';

/** Runs side by side. */
export const compare = {
  'compare.pick': ['비교할 실행을 둘에서 여섯까지 고르세요.', 'Choose two to six runs to compare.'],
  'compare.toBoard': ['리더보드에서 고르기', 'Choose on the leaderboard'],
  'compare.scores': ['점수', 'Scores'],
  'compare.recipe': ['설정의 차이', 'Recipe differences'],
  'compare.showAll': ['모두 보기', 'Show all'],
  'compare.same': ['설정이 모두 같아요.', 'The recipes are the same.'],
  'compare.agreement': ['서로 같은 답의 비율', 'Agreement'],
  'compare.differing': ['다르게 답한 문항', 'Questions answered differently'],
  'compare.noDiffering': ['다르게 답한 문항이 없어요.', 'No question was answered differently.'],
  'compare.curves': ['곡선', 'Curves'],
  'compare.field': ['항목', 'Field'],
  'compare.against': ['첫 열과 비교', 'Against the first'],
  'compare.add': ['실행 더하기', 'Add a run'],
  'compare.remove': ['{name} 빼기', 'Remove {name}'],
  'compare.count': ['{n} / {total}', '{n} / {total}'],
} as const satisfies Messages;
