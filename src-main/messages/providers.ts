/** Why a provider of ONNX Runtime does not work here, and what helps; where two fit a message, the first one counts. */
export const providerMessages = {
  'cuda-not-installed': {
    ko: 'ONNX Runtime의 CUDA provider가 설치되어 있지 않아요. `quartet providers install cuda`로 받을 수 있어요. NVIDIA 드라이버 {driver} 이상이 필요해요.',
    en: "ONNX Runtime's CUDA provider is not installed. `quartet providers install cuda` fetches it; it needs NVIDIA's driver {driver} or newer.",
  },
  'cuda-other-version': {
    ko: '설치된 CUDA provider는 ONNX Runtime {found}용인데 이 Quartet은 {needed}을 써요. `quartet providers install cuda`로 맞는 것을 받으세요.',
    en: 'The CUDA provider that is installed is of ONNX Runtime {found}, this Quartet has {needed}. `quartet providers install cuda` fetches the right one.',
  },
  'cuda-no-driver': {
    ko: 'NVIDIA 드라이버가 없어요 ({seen}). CUDA를 쓰려면 NVIDIA GPU와 드라이버 {driver} 이상이 필요해요. 드라이버는 Quartet이 설치하지 않아요.',
    en: "NVIDIA's driver is missing ({seen}). CUDA needs an NVIDIA GPU and its driver {driver} or newer, which Quartet does not install.",
  },
  'cuda-old-driver': {
    ko: 'NVIDIA 드라이버가 너무 오래됐어요 ({found}). 이 CUDA provider에는 {driver} 이상이 필요해요. 드라이버를 업데이트하세요.',
    en: "NVIDIA's driver is too old ({found}): this CUDA provider needs {driver} or newer. Update the driver.",
  },
  'cuda-no-device': {
    ko: 'NVIDIA 드라이버는 있지만 쓸 수 있는 GPU가 없어요. nvidia-smi와 CUDA_VISIBLE_DEVICES를 확인하세요.',
    en: "NVIDIA's driver is there but offers no GPU. Look at nvidia-smi and at CUDA_VISIBLE_DEVICES.",
  },
  'cuda-lacks-libraries': {
    ko: 'CUDA provider에 필요한 {libraries}이(가) 없어요. `quartet providers install cuda`로 함께 받을 수 있어요.',
    en: 'The CUDA provider lacks {libraries}. `quartet providers install cuda` fetches what belongs to it.',
  },
  'cuda-not-loading': {
    ko: '{file}을(를) 읽을 수 없어요. 손상됐거나 다른 버전이에요. `quartet providers remove cuda` 뒤에 다시 설치하세요.',
    en: '{file} cannot be loaded: it is damaged or of another version. `quartet providers remove cuda`, then install it again.',
  },
  'cuda-elsewhere': {
    ko: 'Node용 ONNX Runtime의 CUDA는 Linux x64에만 있어요. 이 컴퓨터의 GPU는 {instead}로 써요.',
    en: 'ONNX Runtime for Node has CUDA on Linux x64 only; the GPU of this machine is used through {instead}.',
  },
  'dml-elsewhere': { ko: 'DirectML은 Windows에만 있어요.', en: 'DirectML exists on Windows only.' },
} as const;
