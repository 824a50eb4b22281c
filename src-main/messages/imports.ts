/** Why a file or a shared folder cannot be taken in. `{name}` stands for a value. */
export const importMessages = {
  'empty-csv': {
    ko: '{file} 파일이 비어 있어요. 첫 줄에 열 이름을 적으세요.',
    en: '{file} is empty: its first line must name the columns.',
  },
  'unknown-encoding': {
    ko: '{file} {row}행: UTF-8도 CP949도 아니에요. UTF-8로 저장하고 다시 해 보세요.',
    en: '{file}, row {row}: neither UTF-8 nor CP949. Save the file as UTF-8 and try again.',
  },
  'challenge-not-named': {
    ko: '{name}이(가) 어느 챌린지의 것인지 알 수 없어요. 챌린지를 고르세요.',
    en: '{name} does not say to which challenge it belongs. Name the challenge.',
  },
  'run-conflict': {
    ko: '{name}({id}) 실행이 이미 있는데 내용이 달라요 ({differs}). 아무것도 바꾸지 않았어요. 가져오려는 것이 맞다면 여기 있는 실행을 먼저 지우세요.',
    en: '{name} ({id}) is here already, but with other content: {differs}. Nothing was changed. Delete the run here first if the other copy is the right one.',
  },
  'no-run-folder': {
    ko: '{folder}는 실행 폴더가 아니에요. run.json이 없어요. 내보내기로 만든 폴더나 zip을 고르세요.',
    en: '{folder} is no run folder: run.json is missing. Choose the folder or zip that `quartet export --zip` made.',
  },
  'run-not-ended': {
    ko: '{folder}를 복사할 때 {name} 실행이 끝나지 않았어요 (상태: {status}). 끝난 뒤에 다시 내보내세요.',
    en: '{name} was still {status} when {folder} was copied. Export it again when it has ended.',
  },
  'run-incomplete': {
    ko: '{folder}의 {name} 실행에 빠지거나 손상된 것이 있어요. 다시 복사하거나 내보내세요.\n{faults}',
    en: '{folder}: {name} is incomplete. Copy or export it again.\n{faults}',
  },
  'run-lacks': { ko: '{file}이(가) 없어요.', en: '{file} is missing' },
  'other-submission-file': {
    ko: 'submission.csv가 run.json에 적힌 파일이 아니에요.',
    en: 'submission.csv is not the file that run.json tells of',
  },
  'other-predictions': {
    ko: 'predictions.csv와 submission.csv의 답이 달라요.',
    en: 'predictions.csv holds other answers than submission.csv',
  },
  'cannot-import': {
    ko: '{file}은(는) 가져올 수 없어요. 실행 폴더나 그 zip, PEFT 어댑터 폴더, submission.csv 중 하나를 고르세요.',
    en: '{file} cannot be imported: give a run folder or its zip, a PEFT adapter folder, or a submission.csv.',
  },
  'archive-escapes': {
    ko: '{file}은(는) 받지 않아요. 압축을 풀 폴더 밖에 파일을 쓰려고 해요 ({reason}).',
    en: '{file} is refused: it would write outside the folder it is unpacked to ({reason}).',
  },
  'archive-damaged': {
    ko: '{file}이(가) 손상되었거나 일부만 있어요. 다시 내려받거나 복사하세요. ({reason})',
    en: '{file} is damaged or only a part of an archive ({reason}). Download or copy it again.',
  },
  'archive-checksum': {
    ko: '{entry}의 체크섬이 맞지 않아요.',
    en: '{entry} does not have the checksum that it should',
  },
  'archive-too-large': {
    ko: '{file}은(는) 실행이라기에 너무 커요. {entry}에서 가져올 수 있는 크기({limit} GiB, 파일 {files}개)를 넘었어요.',
    en: '{file} is too large to be a run: {entry} goes beyond what an import takes ({limit} GiB, {files} files).',
  },
  'nothing-to-import': {
    ko: '{folder}에 가져올 것이 없어요. 실행(run.json), PEFT 어댑터(adapter_config.json), 제출(id와 answer 열이 있는 CSV) 중 하나가 있어야 해요. 있는 파일: {found}.',
    en: '{folder} holds neither a run (run.json), nor a PEFT adapter (adapter_config.json), nor a submission (a CSV with the columns id and answer). Found: {found}.',
  },
  'sent-files-gone': {
    ko: '보낸 파일이 이제 여기에 없어요. 파일을 다시 고르세요.',
    en: 'What was sent is not here any more. Choose the files again.',
  },
  'upload-too-large': {
    ko: '{file}이(가) {limit} GiB보다 커요. 실행에는 이렇게 큰 파일이 없어요.',
    en: '{file} is larger than {limit} GiB, which is more than any run has.',
  },
  'upload-sent-before': {
    ko: '{file}은(는) 이미 보냈어요. 폴더를 다시 끌어다 놓으세요.',
    en: '{file} was sent already. Drop the folder again.',
  },
  'upload-no-place': {
    ko: '{file}은(는) 보낼 수 없는 이름이에요. 이름을 바꾸거나 폴더 단계를 줄이세요.',
    en: '{file} cannot be sent under this name. Rename it, or put it into fewer folders.',
  },
  'no-lora-factors': {
    ko: '{file}에 LoRA 행렬이 없어요. PEFT 어댑터가 아니에요.',
    en: '{file} holds no LoRA factors; it is no PEFT adapter.',
  },
  'adapter-other-quantization': {
    ko: '이 어댑터는 Quartet에 없는 방식(8비트나 fp4)으로 줄인 모델 위에서 학습됐어요. 답이 그때와 조금 다를 수 있어요.',
    en: 'This adapter was trained on a model quantised in a way that Quartet has not (8 bits or fp4); its answers may differ a little from those there.',
  },
  'other-rank': {
    ko: '{file}: {tensor}의 rank는 {rank}인데 adapter_config.json에는 {r}이에요. 두 파일이 서로 다른 어댑터의 것이에요.',
    en: '{file}: {tensor} has rank {rank}, adapter_config.json says {r}. The two files belong to different adapters.',
  },
  'no-kaggle-rows': {
    ko: '글에서 제출을 찾지 못했어요. Kaggle의 Submissions 페이지에서 “submission.csv Complete · team · 4d ago 0.94135” 같은 줄을 복사해 붙이세요.',
    en: "No submission was found in the text. Copy the rows of Kaggle's Submissions page, such as “submission.csv Complete · team · 4d ago 0.94135”.",
  },
  'odd-kaggle-score': {
    ko: '{line}번째 줄({file}): 점수 {score}은(는) 0과 1 사이가 아니에요.',
    en: 'Line {line} ({file}): the score {score} is not between 0 and 1.',
  },
  'newer-run-document': {
    ko: '{file}은(는) 더 새로운 Quartet이 썼어요. 읽으려면 Quartet을 업데이트하세요.',
    en: '{file} was written by a newer Quartet. Update Quartet to read it.',
  },
  'published-run-damaged': {
    ko: '{file}이(가) 공유한 것과 달라요. 손상되었거나 아직 복사하고 있어요.',
    en: '{file} is not what was published: it is damaged, or still being copied.',
  },
  'published-other-run': {
    ko: '{folder} 폴더에 이름과 다른 실행({id})이 들어 있어요. 공유한 사람에게 알려 주세요.',
    en: '{folder} holds the run {id}, not the one it names. Tell the one who published it.',
  },
  'shared-folder-missing': {
    ko: '{folder}가 없어요. 폴더를 만들거나 드라이브를 연결하세요.',
    en: '{folder} is not there. Make the folder, or connect the drive.',
  },
  'not-a-shared-folder': {
    ko: '{folder}가 없거나 Quartet의 공유 폴더가 아니에요 ({marker}이 없어요). 드라이브를 연결하거나 동기화 프로그램을 켜세요. 그동안 한 일은 나중에 공유해요.',
    en: "{folder} is not there, or is no shared folder of Quartet's ({marker} is missing). Connect the drive or start the sync tool; what is done meanwhile is published afterwards.",
  },
} as const;
