/** What is wrong or doubtful about a picture. `{name}` stands for a value. */
export const pictureMessages = {
  'picture-not-sized': {
    ko: '사진 {picture}을(를) 쓸 수 없어요. {reason}',
    en: 'The picture {picture} cannot be used: {reason}',
  },
  'rows-share-picture': {
    ko: '{finding} ({rows}개 행이 이 사진을 써요.)',
    en: '{finding} ({rows} rows use it)',
  },
  'picture-in-train-and-test': {
    ko: '학습 {row}행(id "{id}")에도 있는 사진이에요. 이 문항의 점수로는 새 사진에서 얼마나 맞힐지 알기 어려워요.',
    en: 'the picture is also that of training row {row} (id "{id}"). A score on it says little about new pictures.',
  },
  'picture-foreign-path': {
    ko: '"{path}"는 Windows 컴퓨터의 경로예요. 바꿀 앞부분을 "{prefix}"처럼 정해 주세요.',
    en: '"{path}" is a path of a Windows computer. Give the prefix to replace, such as "{prefix}".',
  },
  'picture-outside-folder': {
    ko: '"{path}"는 {folder} 폴더 밖이에요. 사진을 폴더 안으로 옮기거나 절대 경로로 적으세요.',
    en: '"{path}" leads out of the folder {folder}. Move the picture into it, or write an absolute path.',
  },
  'picture-unopened': {
    ko: '{picture} 파일을 열 수 없어요. {reason}',
    en: '{picture} cannot be opened: {reason}',
  },
  'picture-similar': {
    ko: '{picture} 파일이 없어요. "{similar}"인가요? 대문자와 소문자를 구분해요.',
    en: 'there is no file {picture}. Did you mean "{similar}"? Upper and lower case matter.',
  },
  'picture-missing': {
    ko: '{picture} 파일이 없어요. 그곳에 복사하거나, 경로를 고치거나, 바꿀 앞부분을 정하세요.',
    en: 'there is no file {picture}. Copy it there, correct the path, or give a prefix to replace.',
  },
  'picture-empty': {
    ko: '{picture} 파일이 비어 있어요(0바이트). 다시 복사해 주세요.',
    en: '{picture} has zero bytes. Copy it again.',
  },
  'picture-format': {
    ko: '{picture}: {format} 형식은 읽을 수 없어요. 다시 복사하거나 PNG나 JPEG로 저장하세요.',
    en: '{picture}: its format {format} is not supported. Copy it again, or save it as PNG or JPEG.',
  },
  'picture-damaged': {
    ko: '{picture}: 손상되었거나, 잘렸거나, 사진이 아니에요 ({reason}). 다시 복사하거나 PNG나 JPEG로 저장하세요.',
    en: '{picture}: it is damaged, cut off, or no picture ({reason}). Copy it again, or save it as PNG or JPEG.',
  },
  'picture-too-large': {
    ko: '{picture}: {width}×{height}이면 {megapixels}메가픽셀이에요. {limit}메가픽셀보다 작게 줄이세요.',
    en: '{picture}: {width}×{height} is {megapixels} megapixels, the limit is {limit}. Make it smaller.',
  },
  'picture-rotated': {
    ko: '{picture}: EXIF에 회전(orientation {orientation})이 있지만 돌리지 않고 써요. 방향이 중요하면 바로 세워서 저장하세요.',
    en: '{picture}: its EXIF data asks for a rotation (orientation {orientation}), which is not applied. Save it upright if that matters.',
  },
  'picture-animated': {
    ko: '{picture}: 프레임이 여러 개예요. 첫 프레임만 써요.',
    en: '{picture}: it has several frames; only the first is used.',
  },
  'picture-cmyk': {
    ko: '{picture}: CMYK 사진이에요. 색 프로파일 없이 바꿔요. 색을 확실히 하려면 RGB로 저장하세요.',
    en: '{picture}: it is CMYK; its colours are converted without a profile. Save it as RGB to be sure of them.',
  },
  'picture-16-bit-grey': {
    ko: '{picture}: 16비트 회색조예요. 255보다 큰 값은 흰색이 돼요. 8비트로 저장하세요.',
    en: '{picture}: it is 16-bit grey; values above 255 become white. Save it with 8 bits.',
  },
  'picture-inexact': {
    ko: '{picture}: Python에서 읽은 픽셀과 조금 다를 수 있어요. 확실히 하려면 PNG로 저장하세요.',
    en: '{picture}: its pixels may differ a little from those that Python sees. Save it as PNG to be sure.',
  },
  'picture-thread-ended': {
    ko: '그림을 읽는 스레드가 끝났어요 ({reason}). 이어서 실행해 보세요.',
    en: 'A thread that reads pictures ended ({reason}). Resume the run.',
  },
  'pictures-closed': {
    ko: '실행이 끝나서 그림을 더 읽지 않아요.',
    en: 'Pictures are no longer read: the job is ending.',
  },
} as const;
