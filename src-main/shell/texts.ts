/** Words of the parts that the system draws: menu, dialogs, tray, notifications; each in Korean and English. */
const texts = {
  file: ['파일', 'File'],
  edit: ['편집', 'Edit'],
  view: ['보기', 'View'],
  go: ['이동', 'Go'],
  window: ['창', 'Window'],
  help: ['도움말', 'Help'],
  newRun: ['새 실행', 'New run'],
  openArchive: ['실행 파일 열기…', 'Open a run archive…'],
  search: ['검색', 'Search'],
  settings: ['설정', 'Settings'],
  leaderboard: ['리더보드', 'Leaderboard'],
  runs: ['실행', 'Runs'],
  compare: ['비교', 'Compare'],
  challenge: ['챌린지', 'Challenge'],
  models: ['모델', 'Models'],
  team: ['팀', 'Team'],
  keys: ['모든 단축키', 'All keys'],
  showHome: ['데이터 폴더 열기', 'Show the data folder'],
  show: ['Quartet 열기', 'Show Quartet'],
  quit: ['Quartet 종료', 'Quit Quartet'],
  runArchive: ['Quartet 실행', 'Quartet run'],
  busyTitle: ['실행 중인 학습이 있어요', 'A run is active'],
  busyDetail: [
    '{names}: 창을 닫아도 트레이에서 계속할 수 있어요. 종료하면 체크포인트를 저장하고, 다음에 이어서 할 수 있어요.',
    '{names}: it can go on in the tray without a window. Quitting saves a checkpoint first, and the next start offers to go on.',
  ],
  keepGoing: ['트레이에서 계속', 'Keep going in the tray'],
  checkpointAndQuit: ['체크포인트 저장 후 종료', 'Checkpoint and quit'],
  cancel: ['취소', 'Cancel'],
  saving: ['체크포인트를 저장하고 있어요…', 'Saving a checkpoint…'],
  idle: ['Quartet: 실행 중인 학습이 없어요', 'Quartet: nothing is running'],
  working: ['Quartet: {names}', 'Quartet: {names}'],
  runDone: ['{name}: 학습이 끝났어요', '{name} is done'],
  runStopped: ['{name}: 학습이 멈췄어요', '{name} was stopped'],
  runFailed: ['{name}: 학습이 실패했어요', '{name} failed'],
  accuracy: ['검증 정확도 {accuracy}', 'Validation accuracy {accuracy}'],
  cannotStart: ['Quartet을 시작하지 못했어요', 'Quartet cannot start'],
  updateReady: [
    '새 버전 {version}: 종료하면 설치돼요',
    'Version {version} will be installed when Quartet quits',
  ],
} as const satisfies Record<string, readonly [ko: string, en: string]>;

export type ShellText = keyof typeof texts;
export type ShellLocale = 'ko' | 'en';

/** Gives a text in one language, its `{name}` places filled. */
export type Translate = (key: ShellText, values?: Readonly<Record<string, string>>) => string;

/** The language of the system's parts: the chosen one, else the system's. */
export function shellLocale(setting: 'system' | ShellLocale, system: string): ShellLocale {
  if (setting !== 'system') return setting;
  return system.toLowerCase().startsWith('ko') ? 'ko' : 'en';
}

/** Translates into one language. */
export function translator(locale: ShellLocale): Translate {
  return (key, values = {}) =>
    texts[key][locale === 'ko' ? 0 : 1].replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
}
