/** Why a download of a model or of a provider does not start, stops or is thrown away. */
export const downloadMessages = {
  'hub-offline': {
    ko: 'HF_HUB_OFFLINE이 켜져 있어서 내려받지 않아요. 끄거나, 이 컴퓨터에 있는 모델을 쓰세요.',
    en: 'HF_HUB_OFFLINE is set, so nothing is downloaded. Unset it, or use a model that is on this machine.',
  },
  'no-address': {
    ko: '{address}은(는) 주소가 아니에요. https://나 http://로 시작해야 해요.',
    en: '{address} is no address: it begins with https:// or http://.',
  },
  'no-access-token': {
    ko: '{source}에 있는 것은 액세스 토큰이 아니에요. 토큰은 hf_로 시작해요.',
    en: '{source} holds no access token: one begins with hf_.',
  },
  'no-model-name': {
    ko: '{repo}은(는) 모델 이름이 아니에요. Qwen/Qwen2.5-VL-3B-Instruct처럼 소유자/이름으로 적으세요.',
    en: '{repo} is no name of a model: it is written owner/name, such as Qwen/Qwen2.5-VL-3B-Instruct.',
  },
  'no-model-in-repo': {
    ko: '{repo}에는 Quartet이 읽을 수 있는 모델(config.json과 safetensors 파일)이 없어요.',
    en: '{repo} holds no model as Quartet reads it: config.json and safetensors files.',
  },
  'no-space-for-model': {
    ko: '{repo}을(를) {folder}에 받으려면 {missing}이 더 필요한데 그 디스크에는 {free}만 남아 있어요. 공간을 비우거나 다른 폴더를 고르세요.',
    en: '{repo} needs {missing} more in {folder}; that disk has {free} free. Free some space, or choose another folder.',
  },
  'download-stopped': {
    ko: '{total} 중 {done}에서 멈췄어요. 받은 것은 {folder}에 남아 있고, 다시 내려받으면 이어서 받아요.',
    en: 'Stopped at {done} of {total}. What came is kept in {folder}; downloading again goes on from there.',
  },
  'other-file-there': {
    ko: '{file}이(가) 이미 있는데 이 버전의 것과 내용이 달라요. 지우거나 다른 폴더를 고르세요.',
    en: "{file} is there with another content than this revision's. Delete it, or choose another folder.",
  },
  'download-other-content': {
    ko: '받은 {file}의 내용이 {repo}의 목록과 달라서 지웠어요 (체크섬 {checksum}…). 다시 시작하세요. 계속 그러면 여기와 {endpoint} 사이에서 무언가가 파일을 바꾸고 있어요.',
    en: '{file} came with another content than {repo} lists (checksum {checksum}…); it was deleted. Start again; if it stays so, something between here and {endpoint} changes it.',
  },
  'download-listed-otherwise': {
    ko: '{repo}에 {file}이(가) 더는 목록에 있던 대로(크기 {size}바이트) 있지 않아요. 다시 시작하세요.',
    en: '{repo} no longer has {file} as it was listed ({size} bytes). Start again.',
  },
  'archive-lacks': {
    ko: '{file}에 {entry}이(가) 없어요. 다시 내려받으세요.',
    en: '{file} holds no {entry}. Download it again.',
  },
  'download-too-large': {
    ko: '{url}의 파일이 알려진 것보다 커요. 주소를 확인하세요.',
    en: '{url} is larger than it should be.',
  },
  'download-refused': {
    ko: '{url}에서 받지 못했어요 (응답 {answer}). 주소를 확인하거나 --from으로 다른 주소를 적으세요.',
    en: '{url} answered {answer}. Look at the address, or give another one by --from.',
  },
  'connection-failed': {
    ko: '{url}과의 연결이 끊겼어요 ({why}). 받은 것은 남아 있어요. 같은 명령을 다시 실행하면 이어서 받아요.',
    en: 'The connection to {url} failed ({why}). What has arrived is kept: the same command goes on from there.',
  },
  'download-other-file': {
    ko: '{url}은(는) 알려진 파일이 아니라서 지웠어요 (SHA-256 {found}, 알려진 값 {expected}). 다시 해 보거나 --from으로 다른 주소를 적으세요.',
    en: '{url} is not the file that it should be: its SHA-256 is {found}, expected {expected}. It was deleted; try again, or another address by --from.',
  },
  'no-space-for-cuda': {
    ko: '{folder}에 {free} MiB가 남았는데 CUDA를 설치하려면 {needed} MiB가 필요해요. 공간을 비우거나 QUARTET_HOME을 다른 디스크로 정하세요.',
    en: '{folder} has {free} MiB free, and installing CUDA takes {needed} MiB. Free some space, or set QUARTET_HOME to another disk.',
  },
} as const;
