/** What stands in the way of using a model's files: links, downloads that have not ended, files that changed. */
export const modelMessages = {
  'no-model-called': {
    ko: '{repo}은(는) 여기 있는 폴더도, Hugging Face 캐시({cache})에 있는 모델도 아니에요. 모델 페이지에서 내려받거나 `quartet models get {repo}`를 실행하세요.',
    en: "{repo} is no folder here, nor in Hugging Face's cache ({cache}). Download it on the page Models, or with `quartet models get {repo}`.",
  },
  'link-to-nothing': {
    ko: '{file}이(가) 가리키는 {target}이(가) 없어요. 캐시를 옮겼다면 models--로 시작하는 폴더를 통째로 복사하고, 아니면 모델을 다시 내려받으세요.',
    en: '{file} is a link to {target}, which is not there. If the cache was moved, copy its whole models-- folder; else download the model again.',
  },
  'download-unfinished': {
    ko: '{folder}의 모델은 아직 다 내려받지 않았어요. 파일 {count}개가 일부만 있어요. 내려받기가 돌고 있으면 기다리고, 아니면 다시 내려받으세요. 받은 만큼은 남아 있어요.',
    en: 'The model in {folder} is not fully downloaded; files of which only a part is there: {count}. Wait if the download still works, else download it again; what came is kept.',
  },
  'weights-on-drives': {
    ko: '모델의 가중치 파일이 서로 다른 드라이브에 있어요 ({drives}). 한 드라이브로 옮기세요.',
    en: 'The weight files of the model lie on different drives ({drives}). Put them on one.',
  },
} as const;
