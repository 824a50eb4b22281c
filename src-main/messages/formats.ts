/** What is wrong inside a file that Quartet reads: CSV, JSON, safetensors, a model's or an adapter's files. */
export const formatMessages = {
  'quote-not-closed': {
    ko: '여기서 연 큰따옴표를 닫지 않았어요. 닫는 큰따옴표를 넣으세요.',
    en: 'a quote is opened here and never closed; add the closing quote.',
  },
  'csv-unreadable': {
    ko: 'CSV로 읽을 수 없어요 ({code}). 따옴표와 쉼표를 확인하세요.',
    en: 'this is not CSV ({code}). Look at its quotes and commas.',
  },
  'not-json': {
    ko: '{file}은(는) 올바른 JSON이 아니에요. 파일이 잘렸을 수 있으니 다시 복사하거나 내려받으세요.',
    en: '{file}: not valid JSON. The file may be cut off: copy or download it again.',
  },
  'not-json-at': {
    ko: '{file} {line}행 {column}열: 여기서부터 올바른 JSON이 아니에요. 고치거나, 다시 복사하거나 내려받으세요.',
    en: '{file}: not valid JSON from line {line}, column {column}. Correct it, or copy or download it again.',
  },
  'no-json-object': {
    ko: '{file}에 JSON 객체가 아닌 값이 있어요. 다시 복사하거나 내려받으세요.',
    en: '{file}: expected a JSON object, found another value.',
  },
  'file-damaged': {
    ko: '{file}이(가) 손상되었어요. {reason} 다시 복사하거나 내려받으세요.',
    en: '{file} is damaged: {reason}. Copy or download it again.',
  },
  'safetensors-too-short': {
    ko: '{size}바이트뿐이라 safetensors 파일일 수 없어요.',
    en: 'it has {size} bytes, too few for a safetensors file',
  },
  'safetensors-other-beginning': {
    ko: 'safetensors 파일처럼 시작하지 않아요.',
    en: 'it does not begin like a safetensors file',
  },
  'safetensors-header-cut': {
    ko: '머리글이 {length}바이트인데 파일은 {size}바이트에서 끝나요.',
    en: "its header of {length} bytes ends after the file's {size} bytes",
  },
  'safetensors-header-no-json': { ko: '머리글이 JSON이 아니에요.', en: 'its header is not JSON' },
  'safetensors-header-no-object': {
    ko: '머리글이 JSON 객체가 아니에요.',
    en: 'its header is not a JSON object',
  },
  'safetensors-metadata': {
    ko: '__metadata__가 문자열로 된 객체가 아니에요.',
    en: 'its __metadata__ is not an object of strings',
  },
  'tensor-type': {
    ko: '텐서 {tensor}의 타입 {type}은 알 수 없어요.',
    en: 'tensor {tensor} has the unknown type {type}',
  },
  'tensor-shape': {
    ko: '텐서 {tensor}의 shape이 올바르지 않아요.',
    en: 'tensor {tensor} has no valid shape',
  },
  'tensor-offsets': {
    ko: '텐서 {tensor}의 data_offsets가 올바르지 않아요.',
    en: 'tensor {tensor} has no valid data_offsets',
  },
  'tensor-length': {
    ko: '텐서 {tensor}({type}, [{shape}])에는 {needed}바이트가 있어야 하는데 offset으로는 {found}바이트예요.',
    en: 'tensor {tensor} of type {type} and shape [{shape}] needs {needed} bytes, its offsets span {found}',
  },
  'tensor-overlaps': {
    ko: '텐서 {tensor}이(가) 앞의 텐서와 겹쳐요.',
    en: 'tensor {tensor} overlaps the one before it',
  },
  'tensor-hole': {
    ko: '텐서 {tensor} 앞에 빈 곳이 있어요.',
    en: 'there is a hole before tensor {tensor}',
  },
  'tensor-cut': {
    ko: '텐서 {tensor}은(는) {end}바이트에서 끝나는데 파일은 {size}바이트뿐이에요.',
    en: 'tensor {tensor} ends at byte {end} of {size}: the file is cut off',
  },
  'bytes-after-tensors': {
    ko: '마지막 텐서 뒤에 {bytes}바이트가 더 있어요.',
    en: '{bytes} bytes follow its last tensor',
  },
  'tensor-unsupported': {
    ko: '{file}: 텐서 {tensor}의 타입 {type}은 읽을 수 없어요. Quartet은 F32, BF16, F16을 읽어요.',
    en: '{file}: tensor {tensor} is stored as {type}; Quartet reads F32, BF16 and F16.',
  },
  'tensor-not-in-shard': {
    ko: '{index}에는 텐서 {tensor}이(가) {file}에 있다고 되어 있는데 없어요. 모델을 다시 내려받으세요.',
    en: '{file}: tensor {tensor}, which {index} places here, is missing. Download the model again.',
  },
  'no-weight-map': {
    ko: '{file}에 weight_map이 없어요. 모델을 다시 내려받으세요.',
    en: '{file}: the field weight_map is missing. Download the model again.',
  },
  'odd-shard-name': {
    ko: '{file}: weight_map의 {tensor}에 적힌 {shard}은(는) 파일 이름이 아니에요. 모델을 다시 내려받으세요.',
    en: '{file}: weight_map places {tensor} in {shard}, which is no file name. Download the model again.',
  },
  'model-lacks': {
    ko: '모델 폴더 {folder}에 없는 파일이 있어요 ({names}). 스냅샷 전체를 다시 내려받으세요.',
    en: 'The model folder {folder} has no {names}. Download the whole snapshot again.',
  },
  'model-in-pytorch': {
    ko: '모델 폴더 {folder}의 가중치가 PyTorch 파일이에요. Quartet은 safetensors만 읽어요. safetensors가 든 스냅샷을 내려받으세요.',
    en: 'The weights in the model folder {folder} are in PyTorch files: Quartet reads safetensors only. Download a snapshot that has them.',
  },
  'no-such-token': {
    ko: '{file}에 토큰 {token}이(가) 없어요. 이 모델의 tokenizer.json인지 확인하세요.',
    en: '{file} has no token {token}.',
  },
  'tokenizer-unreadable': {
    ko: '{file}은(는) Quartet이 읽을 수 있는 토크나이저가 아니에요 ({reason}). 모델을 다시 내려받으세요.',
    en: '{file} is no tokenizer that Quartet can read: {reason}',
  },
  'chat-template-unreadable': {
    ko: '{folder}의 채팅 템플릿을 읽을 수 없어요 ({reason}). 모델을 다시 내려받으세요.',
    en: 'The chat template of {folder} cannot be read: {reason}',
  },
  'peft-unsupported': {
    ko: '{file}: {setting} = {value}은(는) 지원하지 않아요. Quartet은 bias와 DoRA가 없고 rank가 하나인 LoRA 어댑터를 읽어요.',
    en: '{file}: {setting} = {value} is not supported. Quartet reads LoRA adapters of one rank, without bias and DoRA.',
  },
  'peft-invalid': {
    ko: '{file}: {setting} = {value}은(는) 쓸 수 없는 값이에요. 어댑터를 다시 복사하세요.',
    en: '{file}: {setting} = {value} is no value for it. Copy the adapter again.',
  },
  'not-a-run-document': {
    ko: '{file}은(는) Quartet의 실행이 아니에요. 틀렸거나 없는 항목: {fields}. 다시 복사하세요.',
    en: "{file} is no run of Quartet's: {fields} are missing or wrong. Copy it again.",
  },
  'run-document-refused': {
    ko: '{file}은(는) Quartet의 실행이 아니에요. {reason}',
    en: "{file} is no run of Quartet's: {reason}",
  },
  'prediction-columns': {
    ko: '{file}의 열은 {columns}이어야 해요.',
    en: '{file}: the columns must be {columns}.',
  },
  'not-a-prediction': {
    ko: '{file} {row}행에서 {columns}을(를) 읽을 수 없어요. 답을 다시 만드세요.',
    en: '{file}, row {row}: no prediction, for its {columns} cannot be read. Predict again.',
  },
  'manifest-unusable': {
    ko: '{file}을(를) 쓸 수 없어요. 틀렸거나 없는 항목: {fields}. 아직 다 오지 않았을 수 있으니 동기화 프로그램을 확인하세요.',
    en: '{file} cannot be used: {fields} are missing or wrong. It may have come only in part: see whether the sync tool is done.',
  },
} as const;
