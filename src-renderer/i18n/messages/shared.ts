import type { Messages } from '../messages.ts';

/** The shared folder. */
export const shared = {
  'shared.title': ['공유 폴더', 'Shared folder'],
  'shared.about': [
    '네트워크 드라이브나 동기화 폴더를 정하면 팀원의 실행, 점수, 메모, 태그가 저절로 모여 모두가 같은 리더보드를 봐요. 서버는 필요 없어요.',
    'Choose a network drive or a synced folder: runs, scores, notes and tags of team mates gather by themselves, and everyone sees one leaderboard. No server is needed.',
  ],
  'shared.path': ['폴더 경로', 'Path of the folder'],
  'shared.use': ['이 폴더 쓰기', 'Use this folder'],
  'shared.stop': ['공유 그만하기', 'Stop sharing'],
  'shared.look': ['지금 살펴보기', 'Look now'],
  'shared.looking': ['살펴보는 중', 'looking'],
  'shared.ok': ['연결됨', 'connected'],
  'shared.unreachable': ['닿지 않음', 'out of reach'],
  'shared.failed': ['문제가 생김', 'failed'],
  'shared.failedText': [
    '살펴보다가 문제가 생겼어요. 잠시 뒤 저절로 다시 해 봐요.',
    'Something went wrong while looking. It is tried again by itself.',
  ],
  'shared.unreachableText': [
    '폴더에 닿지 않아요. 드라이브를 연결하거나 동기화 앱을 켜 주세요. 그동안 한 일은 다시 닿으면 올라가요.',
    'The folder is out of reach. Connect the drive or start the sync app. What you do meanwhile is published afterwards.',
  ],
  'shared.published': ['올린 실행', 'Runs published'],
  'shared.received': ['받은 실행', 'Runs received'],
  'shared.waiting': ['올릴 변경', 'Edits to publish'],
  'shared.looked': ['마지막으로 살펴본 때', 'Last looked'],
  'shared.never': ['아직이에요', 'not yet'],
  'shared.adapterLimit': ['함께 올릴 어댑터(adapter)의 최대 크기', 'Largest adapter to publish'],
  'shared.adapterLimitAbout': ['0이면 어댑터는 올리지 않아요.', '0 publishes no adapter.'],
  'shared.incomplete': ['아직 다 오지 않은 실행', 'Runs that have not fully arrived'],
  'shared.missing': ['없는 파일: {files}', 'Missing: {files}'],
  'shared.problems': ['읽지 못한 것', 'What could not be read'],
  'shared.clockAhead': [
    '{who}의 시계가 {time} 빨라요. 따로 고친 것이 겹치면 그쪽 것이 남아요.',
    'The clock of {who} is {time} ahead. Where two edits were made apart, theirs stays.',
  ],
  'shared.someone': ['한 팀원', 'a team mate'],
} as const satisfies Messages;
