/** What the system refused to do with a file or folder; `reason` is one of the reasons below. */
const failures = {
  'cannot-read': { ko: '{file}을(를) 읽지 못했어요. {reason}', en: 'Reading {file}: {reason}' },
  'cannot-open': { ko: '{file}을(를) 열지 못했어요. {reason}', en: 'Opening {file}: {reason}' },
  'cannot-write': { ko: '{file}에 쓰지 못했어요. {reason}', en: 'Writing {file}: {reason}' },
  'cannot-copy': { ko: '{file}을(를) 복사하지 못했어요. {reason}', en: 'Copying {file}: {reason}' },
  'cannot-move': {
    ko: '파일을 {file}(으)로 옮기지 못했어요. {reason}',
    en: 'Moving files to {file}: {reason}',
  },
  'cannot-delete': { ko: '{file}을(를) 지우지 못했어요. {reason}', en: 'Deleting {file}: {reason}' },
  'cannot-unpack': { ko: '{file}의 압축을 풀지 못했어요. {reason}', en: 'Unpacking {file}: {reason}' },
  'cannot-receive': { ko: '{file}을(를) 받지 못했어요. {reason}', en: 'Receiving {file}: {reason}' },
} as const;

export type SystemFailure = keyof typeof failures;

/** Why the system refused; `seen` is its error code, the call and the paths, which need no language. */
const reasons = {
  'disk-full': {
    ko: '디스크가 가득 찼어요. 공간을 비우고 다시 해 보세요.',
    en: 'the disk is full. Free some space and try again.',
  },
  'not-found': { ko: '찾을 수 없어요 ({seen}). 경로를 확인하세요.', en: 'not found ({seen}).' },
  'not-permitted': {
    ko: '권한이 없거나 다른 프로그램이 쓰고 있어요 ({seen}). 파일의 권한을 확인하세요.',
    en: 'permission denied ({seen}). Check who may read and write there, and whether another program uses it.',
  },
  'read-only': { ko: '읽기 전용인 곳이에요 ({seen}).', en: 'the place is read-only ({seen}).' },
  busy: {
    ko: '다른 프로그램이 쓰고 있어요 ({seen}). 그 프로그램을 닫고 다시 해 보세요.',
    en: 'another program uses it ({seen}). Close that program and try again.',
  },
  'is-a-folder': {
    ko: '파일이 아니라 폴더예요 ({seen}). 파일을 고르세요.',
    en: 'it is a folder ({seen}). Choose a file.',
  },
  'no-folder-there': {
    ko: '경로의 한 부분이 폴더가 아니라 파일이에요 ({seen}). 경로를 확인하세요.',
    en: 'a part of the path is a file, not a folder ({seen}).',
  },
  'there-already': {
    ko: '같은 이름의 파일이나 폴더가 이미 있어요 ({seen}).',
    en: 'something of that name is there already ({seen}).',
  },
  'too-many-open': {
    ko: '열린 파일이 너무 많아요 ({seen}). 다른 프로그램을 닫고 다시 해 보세요.',
    en: 'too many files are open ({seen}). Close other programs and try again.',
  },
  'device-fault': {
    ko: '디스크나 네트워크 드라이브에 문제가 있어요 ({seen}). 연결을 확인하세요.',
    en: 'the disk or network drive has a fault ({seen}). Check its connection.',
  },
  'not-a-path': {
    ko: '이 시스템에서 쓸 수 없는 경로예요 ({seen}). 경로를 확인하세요.',
    en: 'it is no path that this system can have ({seen}).',
  },
} as const;

export const systemMessages = { ...failures, ...reasons } as const;

/** The reasons by the code of Node's errors. */
export const reasonOfCode: Readonly<Record<string, keyof typeof reasons>> = {
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  ENOENT: 'not-found',
  EACCES: 'not-permitted',
  EPERM: 'not-permitted',
  EROFS: 'read-only',
  EBUSY: 'busy',
  ETXTBSY: 'busy',
  EISDIR: 'is-a-folder',
  ENOTDIR: 'no-folder-there',
  EEXIST: 'there-already',
  ENOTEMPTY: 'there-already',
  EMFILE: 'too-many-open',
  ENFILE: 'too-many-open',
  ENAMETOOLONG: 'not-a-path',
  ERR_INVALID_ARG_VALUE: 'not-a-path',
  EIO: 'device-fault',
  ENXIO: 'device-fault',
};
