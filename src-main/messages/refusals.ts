/** Why something that was asked of runs, submissions, challenges and models is refused. `{name}` stands for a value. */
export const refusalMessages = {
  'no-run': {
    ko: '{id} 실행이 없어요. 지워졌을 수 있어요.',
    en: 'There is no run {id}; it may have been deleted.',
  },
  'no-submission-id': { ko: '{id} 제출이 없어요. 새로 고쳐 보세요.', en: 'There is no submission {id}.' },
  'run-has-no-submission': {
    ko: '{name}에는 제출 파일이 없어요. 실행 페이지에서 답을 만드세요.',
    en: '{name} has no submission. `quartet predict {name}` makes one.',
  },
  'no-submission-file': { ko: '{name}에는 submission.csv가 없어요.', en: '{name} has no submission.csv.' },
  'only-run-final': {
    ko: '이 버전에서는 실행의 제출만 최종으로 표시할 수 있어요.',
    en: 'Only the submission of a run can be marked as final in this version.',
  },
  'submission-refused': {
    ko: '제출 파일을 쓰지 않았어요. {reasons}',
    en: 'No submission was written: {reasons}',
  },
  'run-has-no-adapter': {
    ko: '{name}에는 어댑터가 없어요 (상태: {status}).',
    en: '{name} has no adapter: it is {status}.',
  },
  'run-not-working-here': {
    ko: '이 실행은 여기서 돌고 있지 않아요. 이미 끝났거나 다른 프로세스가 실행하고 있어요.',
    en: 'This run does not work here: it has ended, or another process runs it.',
  },
  'cannot-resume': {
    ko: '{name} 실행은 이어서 할 수 없어요 (상태: {status}). 다시 실행하면 같은 설정으로 새 실행을 만들어요.',
    en: '{name} cannot be resumed: it is {status}. Retry makes a new run of its recipe.',
  },
  'run-is-running': {
    ko: '{name} 실행이 돌고 있어요. 먼저 취소하세요.',
    en: '{name} is running. Cancel it first.',
  },
  'no-weights-elsewhere': {
    ko: '{name}은(는) 다른 곳에서 만들어서 답만 있고 가중치가 없어요. 다시 답하려면 어댑터나 실행 폴더를 가져오세요.',
    en: '{name} was made elsewhere: its answers are known, its weights are not. Import its adapter or its run folder to answer again.',
  },
  'no-weights-imported': {
    ko: '{name}은(는) 가중치 없이 가져와서 답할 수 없어요. 어댑터가 든 압축 파일을 가져오세요.',
    en: '{name} came here without its weights, so there are no weights to answer with. Import its archive with the adapter.',
  },
  'no-weights-yet': {
    ko: '{name}에는 아직 가중치가 없어요 (상태: {status}). 이어서 학습하세요.',
    en: '{name} has no weights yet: it is {status}. `quartet resume {name}` goes on.',
  },
  'other-weights': {
    ko: '{folder}의 가중치는 {run} 실행을 만든 {model}의 것과 달라요. 그 모델의 스냅샷 폴더를 고르세요.',
    en: '{folder} holds other weights than {model}, with which {run} was made. Choose the snapshot folder of that model.',
  },
  'too-many-runs': {
    ko: '이 값들로는 실행이 {runs}개 만들어져요. 한 번에 {most}개까지 만들 수 있어요.',
    en: 'These values make {runs} runs; {most} at a time is the most.',
  },
  'no-imported-adapter': {
    ko: '{name}은(는) 가져온 어댑터가 아니에요. 답이 이미 있어요.',
    en: '{name} is no imported adapter: it has its answers already.',
  },
  'member-has-work': {
    ko: '{name}의 실행이나 제출이 있어서 이름을 지울 수 없어요.',
    en: 'Runs or submissions belong to {name}, so the name stays.',
  },
  'no-challenge': {
    ko: '{id} 챌린지가 없어요. 챌린지 폴더를 추가하세요.',
    en: 'There is no challenge {id}. Add its folder.',
  },
  'challenge-changed': {
    ko: '{name}을(를) 추가한 뒤 {folder}의 파일이 바뀌었어요. 이제 다른 챌린지이니 폴더를 다시 추가하세요.',
    en: 'The files in {folder} have changed since {name} was added. Add the folder again: it is another challenge now.',
  },
  'challenge-files-elsewhere': {
    ko: '{name} 챌린지의 파일이 이 컴퓨터에 없어요. 실행만 가져왔어요. 문항을 보고 답하려면 챌린지 폴더를 추가하세요.',
    en: 'The files of the challenge {name} are not on this machine: only runs of it were imported. Add its folder to see questions and to answer them.',
  },
  'no-csv': {
    ko: '{folder}에 train.csv도 test.csv도 없어요. CSV 파일의 이름을 정하거나, CSV가 든 폴더를 고르세요.',
    en: '{folder} has neither train.csv nor test.csv. Name the CSV files, or choose the folder that holds them.',
  },
  'no-folder': {
    ko: '{folder}는 폴더가 아니에요. train.csv와 test.csv가 든 폴더를 고르세요.',
    en: '{folder} is not a folder. Choose the folder that holds train.csv and test.csv.',
  },
  'no-training-question': {
    ko: '{file}에 학습할 문항이 없어요.',
    en: '{file} has no question to learn from.',
  },
  'split-leaves-none': {
    ko: '나누고 나면 {questions}문항 중 학습할 문항이 남지 않아요. data.validationFraction({fraction})을 낮추거나, data.groupByPicture를 끄거나, train.csv에 행을 추가하세요.',
    en: 'The split leaves none of {questions} questions to train on. Lower data.validationFraction ({fraction}), turn data.groupByPicture off, or add rows to train.csv.',
  },
  'no-model': {
    ko: '{folder}는 모델 폴더가 아니에요. config.json이 없어요. Hugging Face 스냅샷 폴더나 tiny-vl을 고르세요.',
    en: '{folder} is no model: it has no config.json. Give a Hugging Face snapshot folder, or tiny-vl.',
  },
  'no-chat-template': {
    ko: '모델 폴더 {folder}에 채팅 템플릿(chat_template.json)이 없어요. 모델을 다시 내려받으세요.',
    en: 'The model folder {folder} has no chat template (chat_template.json). Download it again.',
  },
  'engine-without-answer': {
    ko: '엔진이 답 없이 끝났어요. 다시 시도해 보세요.',
    en: 'The engine ended without an answer.',
  },
  'engine-without-end': {
    ko: '엔진이 결과를 알리지 않고 끝났어요. 다시 시도해 보세요.',
    en: 'The engine ended without a last word.',
  },
  'provider-wrong-product': {
    ko: '작은 행렬의 곱이 틀리게 나왔어요 ({product}).',
    en: 'a small product came out as {product}',
  },
  'upload-gone': {
    ko: '보낸 파일이 이제 여기에 없어요. 폴더를 다시 끌어다 놓으세요.',
    en: 'What was sent is not here any more. Drop the folder again.',
  },
  'only-desktop': {
    ko: '데스크톱 앱에서만 할 수 있어요. 대신 경로를 입력하세요.',
    en: 'Only the desktop app can do this: a browser shows a host that may be another machine. Type the path instead.',
  },
  'no-run-yet': {
    ko: '아직 실행이 없어요. `quartet train sample`로 만들 수 있어요.',
    en: 'There is no run yet. `quartet train sample` makes one.',
  },
  'no-run-called': {
    ko: '이름이 {reference}이거나 id가 {reference}(으)로 시작하는 실행이 없어요. `quartet runs`로 볼 수 있어요.',
    en: 'No run is called {reference} or has an id that begins so. `quartet runs` lists them.',
  },
  'several-runs': {
    ko: '{reference}에 맞는 실행이 {count}개 있어요. ({ids}) id를 끝까지 적으세요.',
    en: '{reference} means {count} runs: {ids}. Give the whole id.',
  },
  'run-is-done': { ko: '{name} 실행은 이미 끝났어요.', en: '{name} is done.' },
  'run-active-elsewhere': {
    ko: '{name}은(는) 다른 프로세스가 실행하고 있어요.',
    en: '{name} is active in another process.',
  },
  'run-is-active': {
    ko: '{name}은(는) 이미 대기하거나 실행하고 있어요.',
    en: '{name} is waiting or running already.',
  },
  'no-question': {
    ko: '{name}에 {id} 문항이 없어요. 새로 고쳐 보세요.',
    en: '{name} has no question {id}.',
  },
  'not-what-was-sent': {
    ko: '{folder}는 보낸 폴더가 아니에요. 폴더를 다시 끌어다 놓으세요.',
    en: '{folder} is not what was sent. Drop the folder again.',
  },
  'no-script-for-imported': {
    ko: '{name}은(는) 다른 곳에서 만들어서 설정을 다 알지 못해요. 그래서 똑같이 만드는 스크립트를 쓸 수 없어요. Quartet에서 학습한 실행을 내보내세요.',
    en: '{name} was made elsewhere and its whole recipe is not known, so no script would make it again. Export a run that Quartet trained.',
  },
  'target-is-there': {
    ko: '{file}이(가) 이미 있어요. --out으로 다른 곳을 정하세요.',
    en: '{file} is there already. Name another place with --out.',
  },
  'no-cuda-installed': {
    ko: '{folder}에 설치된 CUDA provider가 없어요.',
    en: 'No CUDA provider is installed in {folder}.',
  },
  'history-unreadable': {
    ko: '{file}을(를) 열 수 없어요 ({reason}). `quartet history rebuild`를 실행하세요. 이 파일을 옆으로 옮기고 실행 폴더에서 새로 만들어요.',
    en: '{file} cannot be opened ({reason}). Run `quartet history rebuild`: it sets this file aside and makes a new one from the run folders.',
  },
  'history-newer': {
    ko: '{file}은(는) 더 새로운 Quartet이 썼어요 (기록 버전 {found}, 이 Quartet은 {known}까지). Quartet을 업데이트하거나 QUARTET_HOME을 다른 폴더로 정하세요.',
    en: '{file} was written by a newer Quartet (history version {found}, this one knows {known}). Update Quartet, or set QUARTET_HOME to another folder.',
  },
  'no-node': {
    ko: '엔진을 실행할 Node가 없어요 ({packaged}, {installed}). Quartet을 다시 설치하거나 npm ci를 실행하세요.',
    en: 'There is no Node to run engines on: neither {packaged} nor {installed} exists. Install Quartet again, or run npm ci.',
  },
  'engine-not-started': {
    ko: '엔진 프로세스를 시작하지 못했어요. {file}을(를) 실행할 수 없어요. Quartet을 다시 설치하세요.',
    en: 'The engine process did not start: {file} cannot be run. Install Quartet again.',
  },
  'cancelled-before-engine': {
    ko: '엔진을 시작하기 전에 취소했어요.',
    en: 'Cancelled before the engine started.',
  },
  'page-not-opened': {
    ko: '{url}은(는) 열지 않아요. Quartet은 {sites}의 https 페이지만 열어요. 주소를 복사해서 브라우저에서 여세요.',
    en: '{url} is not opened: Quartet opens https pages of {sites} only. Copy the address into a browser.',
  },
  'different-challenges': {
    ko: '서로 다른 챌린지의 답이라서 비교할 수 없어요.',
    en: 'The runs answered different challenges, so their answers cannot be compared.',
  },
  'no-shared-question': {
    ko: '두 실행이 함께 답한 문항 중 정답을 아는 것이 없어요.',
    en: 'The runs have no question with a known answer in common.',
  },
  'answers-unreadable': {
    ko: '정답을 읽지 못했어요. {reason}',
    en: 'The true answers cannot be read: {reason}',
  },
} as const;
