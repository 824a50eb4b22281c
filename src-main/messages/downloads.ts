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
  'archive-lacks': {
    ko: '{file}에 {entry}이(가) 없어요. 다시 내려받으세요.',
    en: '{file} holds no {entry}. Download it again.',
  },
  'no-space-for-cuda': {
    ko: '{folder}에 {free} MiB가 남았는데 CUDA를 설치하려면 {needed} MiB가 필요해요. 공간을 비우거나 QUARTET_HOME을 다른 디스크로 정하세요.',
    en: '{folder} has {free} MiB free, and installing CUDA takes {needed} MiB. Free some space, or set QUARTET_HOME to another disk.',
  },
  'download-wrong-content': {
    ko: '{url}에서 온 파일이 목록에 있는 파일과 달라요 (체크섬 {found}…, 목록에는 {expected}…). 그래서 지웠어요. 다시 내려받고, 그래도 같으면 다른 주소를 써 보세요.',
    en: '{url} came with another content than is listed (checksum {found}…, expected {expected}…); it was deleted. Start again; if it stays so, something between here and there changes it: try another address.',
  },
  'download-too-large': {
    ko: '{url}에서 온 파일이 목록의 크기({bytes}바이트)보다 커요. 주소를 확인하고 다시 내려받으세요.',
    en: '{url} is larger than the {bytes} bytes that are listed. Look at the address and start again.',
  },
  'archive-refused': {
    ko: '{url}에서 파일을 주지 않았어요 ({reason}). 주소를 확인하거나 --from으로 다른 주소를 주세요.',
    en: '{url} answered {reason}. Look at the address, or give another one by --from.',
  },
  'archive-broken-off': {
    ko: '{url}과의 연결이 끊겼어요 ({reason}). 받은 만큼은 남아 있어서 같은 명령으로 이어서 받을 수 있어요.',
    en: 'The connection to {url} failed ({reason}). What has arrived is kept: the same command goes on from there.',
  },
  'download-works-already': {
    ko: '{repo}을(를) 이미 내려받고 있어요. 끝나기를 기다리거나 먼저 멈추세요.',
    en: '{repo} is being downloaded already. Wait for it, or stop it first.',
  },
  'hub-refuses-token': {
    ko: '{endpoint}에서 {repo}에 대한 액세스 토큰을 받아 주지 않아요. 토큰과 이름을 확인하세요.',
    en: '{endpoint} does not accept the access token for {repo}. Look at the token and at the name.',
  },
  'hub-shows-not-to-all': {
    ko: '{endpoint}에서 {repo}을(를) 아무에게나 보여 주지 않아요. 없는 모델이거나 동의가 필요한(gated) 모델이에요. 이름을 확인하고, {endpoint}/{repo}에서 조건에 동의한 뒤 HF_TOKEN을 설정하세요.',
    en: '{endpoint} does not show {repo} to everyone: it may not exist, or it is gated. Look at the name, accept its conditions on {endpoint}/{repo}, and set HF_TOKEN.',
  },
  'hub-refuses-owner': {
    ko: '{endpoint}에서 이 액세스 토큰으로는 {repo}을(를) 주지 않아요. {endpoint}/{repo}에서 조건에 동의하고, 읽을 수 있는 토큰을 HF_TOKEN에 설정하세요.',
    en: '{endpoint} refuses {repo} to the owner of this access token. Accept its conditions on {endpoint}/{repo} and set HF_TOKEN to a token that may read it.',
  },
  'hub-refuses': {
    ko: '{endpoint}에서 {repo}을(를) 주지 않아요. {endpoint}/{repo}에서 조건에 동의하고, 읽을 수 있는 토큰을 HF_TOKEN에 설정하세요.',
    en: '{endpoint} refuses {repo}. Accept its conditions on {endpoint}/{repo} and set HF_TOKEN to a token that may read it.',
  },
  'hub-has-no-such': {
    ko: '{endpoint}에 {repo} 모델이나 버전이 없어요. {endpoint}/{repo}에서 이름을 확인하세요.',
    en: '{endpoint} has no such model or revision: {repo}. Look at the name on {endpoint}/{repo}.',
  },
  'hub-answered': {
    ko: '{endpoint}에서 {repo}을(를) 주지 못했어요 (HTTP {status}). 잠시 뒤 다시 해 보세요.',
    en: '{endpoint} answered {status} for {repo}. Try again later.',
  },
  'hub-out-of-reach': {
    ko: '{endpoint}에 연결하지 못했어요 ({reason}). 인터넷 연결을 확인하고 다시 시작하세요. 받은 만큼은 남아 있어요.',
    en: 'The connection to {endpoint} failed ({reason}). Look at the connection and start again: what has arrived is kept.',
  },
} as const;
