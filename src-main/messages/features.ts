/** Where the features of pictures could not be kept. */
export const featureMessages = {
  'features-not-kept': {
    ko: '사진 특징을 디스크의 {folder}에 더 저장하지 못해요: {reason} 실행은 그대로 이어지고 결과도 같아요. 메모리에 안 들어가는 사진만 에포크마다 다시 계산해요.',
    en: 'Features of pictures are not kept on the disk in {folder} any more: {reason} The run goes on with the same result; pictures that do not fit into memory are computed again in each epoch.',
  },
  'features-at-limit': {
    ko: '정해진 {gib} GiB를 모두 썼어요.',
    en: 'their {gib} GiB are used.',
  },
} as const;
