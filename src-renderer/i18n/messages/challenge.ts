import type { Messages } from '../messages.ts';

/** First start, the challenge's summary and its questions. */
export const challenge = {
  'door.title': ['어떤 챌린지로 시작할까요?', 'Which challenge do you start with?'],
  'door.sample': ['연습 챌린지로 시작', 'Try the sample challenge'],
  'door.sampleHint': [
    '사진과 문제, 작은 모델이 함께 들어 있어요. GPU 없이 몇 분이면 첫 제출을 볼 수 있어요.',
    'Pictures, questions and a small model are included. Minutes to a first submission, no GPU needed.',
  ],
  'door.own': ['내 챌린지 가져오기', 'Bring your own'],
  'door.ownHint': [
    'train.csv와 test.csv, 사진이 있는 폴더를 알려 주세요. 열은 알아서 맞춰 보고 확인을 받아요.',
    'Name the folder with train.csv, test.csv and the pictures. Columns are guessed and shown to you.',
  ],
  'door.folder': ['폴더 경로', 'Folder path'],
  'door.import': ['가져오기', 'Import'],
  'challenge.train': ['학습 문항', 'Training questions'],
  'challenge.test': ['시험 문항', 'Test questions'],
  'challenge.pictures': ['사진', 'Pictures'],
  'challenge.solution': ['정답 파일', 'Solution file'],
  'challenge.has': ['있어요', 'present'],
  'challenge.hasNot': ['없어요', 'absent'],
  'challenge.kinds': ['종류', 'Kinds'],
  'challenge.letters': ['정답 글자의 비율', 'Letter balance'],
  'challenge.findings': ['점검 결과', 'Findings'],
  'challenge.noFindings': ['문제를 찾지 못했어요.', 'Nothing wrong was found.'],
  'challenge.questions': ['문항 둘러보기', 'Questions'],
  'challenge.filter': ['질문이나 보기로 거르기', 'Filter by question or choice'],
  'challenge.split.train': ['학습', 'Training'],
  'challenge.split.test': ['시험', 'Test'],
  'challenge.another': ['다른 챌린지 가져오기', 'Import another'],
} as const satisfies Messages;
