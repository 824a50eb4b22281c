/** Texts of what only the desktop app offers. */
export const desktop = {
  'desktop.chooseFolder': ['폴더 고르기…', 'Choose folder…'],
  'desktop.chooseFile': ['파일 고르기…', 'Choose file…'],
} as const;
