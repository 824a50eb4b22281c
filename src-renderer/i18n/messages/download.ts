import type { Messages } from '../messages.ts';

/** Downloading a model. */
export const download = {
  'download.open': ['모델 내려받기…', 'Download a model…'],
  'download.title': ['모델 내려받기', 'Download a model'],
  'download.repo': ['Hugging Face 저장소(repository)', 'Repository on Hugging Face'],
  'download.known': ['자주 쓰는 모델', 'Often used'],
  'download.revision': ['버전(revision): 브랜치, 태그, 커밋', 'Revision: a branch, tag or commit'],
  'download.where': ['저장할 곳', 'It goes to'],
  'download.about': [
    '창을 닫아도 계속 받아요. 끊기거나 멈춰도 받은 만큼 남아 있어서 이어서 받을 수 있고, 다 받은 파일은 체크섬(checksum)을 확인해요.',
    'It goes on when this window is closed. What came is kept when it breaks off or is stopped, and every file is checked against its checksum.',
  ],
  'download.start': ['내려받기', 'Download'],
  'download.stop': ['멈추기', 'Stop'],
  'download.resume': ['이어서 받기', 'Resume'],
  'download.forget': ['이 알림 지우기', 'Dismiss'],
  'download.asking': ['파일 목록을 묻는 중', 'asking for the files'],
  'download.running': ['받는 중', 'downloading'],
  'download.checking': ['확인하는 중', 'checking'],
  'download.stopped': ['멈춤', 'stopped'],
  'download.failed': ['실패', 'failed'],
  'download.done': ['다 받았어요', 'done'],
  'download.doneText': ['모델 목록에 더했어요.', 'It is on the list of models.'],
  'download.stoppedText': ['받은 만큼은 남아 있어요.', 'What came is kept.'],
  'download.of': ['{total} 중 {done}', '{done} of {total}'],
  'download.rate': ['초당 {size}', '{size}/s'],
} as const satisfies Messages;
