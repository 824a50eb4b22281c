/** Texts of what only the desktop app offers, and of a new start. */
export const desktop = {
  'desktop.chooseFolder': ['폴더 고르기…', 'Choose folder…'],
  'desktop.chooseFile': ['파일 고르기…', 'Choose file…'],
  'resume.one': [
    '{name}: 지난번에 중단됐어요. 이어서 할까요?',
    '{name} was interrupted last time. Go on with it?',
  ],
  'resume.many': [
    '{name} 외 {n}개 실행이 지난번에 중단됐어요. 이어서 할까요?',
    '{name} and {n} more were interrupted last time. Go on with them?',
  ],
  'resume.later': ['나중에', 'Later'],
} as const;
