/** What stands in the way of using a model's files: links, downloads that have not ended, files that changed. */
export const modelMessages = {
  'no-model-called': {
    ko: '{repo}은(는) 여기 있는 폴더도, Quartet이 내려받은 모델({folder})도, Hugging Face 캐시({cache})에 있는 모델도 아니에요. 모델 페이지에서 내려받거나 `quartet models get {repo}`를 실행하세요.',
    en: "{repo} is no folder here, nor among the models that Quartet downloaded ({folder}), nor in Hugging Face's cache ({cache}). Download it on the page Models, or with `quartet models get {repo}`.",
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
  'model-type-unknown': {
    ko: '{file}: model_type {type}은(는) Quartet이 모르는 모델이에요. 학습할 수 있는 모델: {known}.',
    en: '{file}: model_type {type} is not known here. Quartet trains: {known}.',
  },
  'no-qwen-vl': {
    ko: '{folder}의 가중치에 embed_tokens.weight가 없어요. Qwen-VL 모델의 스냅샷 폴더를 고르세요.',
    en: '{folder}: no embed_tokens.weight among its weights, so this is no snapshot of a Qwen-VL model.',
  },
  'no-rope': {
    ko: '{file}에 rope_theta나 mrope_section이 없어요. 모델을 다시 내려받으세요.',
    en: '{file}: rope_theta or mrope_section is missing. Download the model again.',
  },
  'vision-size': {
    ko: '{file}: vision_config가 만드는 특징은 {vision}차원인데 hidden_size는 {hidden}이에요. 모델을 다시 내려받으세요.',
    en: '{file}: vision_config makes features of {vision} numbers where hidden_size is {hidden}. Download the model again.',
  },
  'config-invalid': {
    ko: '{file}은(는) Quartet이 쓸 수 있는 {kind} 설정이 아니에요 ({problems}).',
    en: '{file} is no {kind} configuration ({problems}).',
  },
  'processor-invalid': {
    ko: '{file}: 사진을 이 설정대로 준비할 수 없어요.\n{problems}',
    en: '{file}: pictures cannot be prepared as it says.\n{problems}',
  },
  'no-pixels': {
    ko: '{file}에 min_pixels와 max_pixels가 없어요. 모델을 다시 내려받으세요.',
    en: '{file}: min_pixels and max_pixels are missing. Download the model again.',
  },
  'weight-missing': {
    ko: '{folder}에 가중치 {weight}이(가) 없어요. 모델을 다시 내려받으세요.',
    en: '{folder}: the weight {weight} is missing. Download the model again.',
  },
  'weight-shape': {
    ko: '{file}: {weight}의 shape이 [{found}]인데 config.json대로라면 [{expected}]이어야 해요. 가중치와 config.json이 한 모델의 것인지 확인하세요.',
    en: '{file}: {weight} is [{found}] where config.json makes it [{expected}]. Weights and config.json do not belong together.',
  },
  'model-changed': {
    ko: '{folder}의 모델이 {run} 실행을 시작할 때와 달라졌어요. 달라진 파일: {names}. 그 파일을 되돌리거나, 그때의 모델이 있는 폴더를 고르거나, 이 설정으로 새 실행을 만드세요.',
    en: 'The model in {folder} is not what it was when {run} began; these files differ: {names}. Put them back, give the folder that still has that model, or start a new run with this recipe.',
  },
} as const;
