/** An archive in a public registry, and what of it is installed. */
export interface Package {
  readonly url: string;
  readonly sha256: string;
  /** Size of the archive. */
  readonly bytes: number;
  /** Paths in the archive of the files that are taken. */
  readonly files: readonly string[];
  /** What these files take on the disk. */
  readonly unpackedBytes: number;
}

const pypi = 'https://files.pythonhosted.org/packages';
const provider = 'package/Plugins/Linux/x64/libonnxruntime_providers';
const cudnn = ['', '_adv', '_cnn', '_engines_precompiled', '_engines_runtime_compiled', '_engines_tensor_ir']
  .concat('_ext', '_graph', '_heuristic', '_ops')
  .map((part) => `nvidia/cudnn/lib/libcudnn${part}.so.9`);

/**
 * What CUDA on Linux x64 needs beside NVIDIA's driver: ONNX Runtime's provider (of `runtimeVersion`, for CUDA 13), the
 * libraries that it is linked with (`readelf -d`), and cuDNN, which it loads by name. cuFFT is left out: it serves Rfft
 * alone, which no graph of ours has.
 */
export const cudaPackages: readonly Package[] = [
  {
    url: 'https://registry.npmjs.org/com.github.asus4.onnxruntime.linux-x64-gpu/-/com.github.asus4.onnxruntime.linux-x64-gpu-0.4.9.tgz',
    sha256: '2b459e0c17f340c92970c10ed86de4f37a3009f93c14053e6ad4334cbb6be412',
    bytes: 179_145_956,
    files: [`${provider}_cuda.so`, `${provider}_shared.so`],
    unpackedBytes: 229_795_072,
  },
  {
    url: `${pypi}/2e/24/d1558f3b68b1d26e706813b1d10aa1d785e4698c425af8db8edc3dced472/nvidia_cuda_runtime-13.0.96-py3-none-manylinux2014_x86_64.manylinux_2_17_x86_64.whl`,
    sha256: '7f82250d7782aa23b6cfe765ecc7db554bd3c2870c43f3d1821f1d18aebf0548',
    bytes: 2_243_632,
    files: ['nvidia/cu13/lib/libcudart.so.13'],
    unpackedBytes: 704_288,
  },
  {
    url: `${pypi}/3b/cd/154ca20c38269e05eff77c1464e6c1da89f50a6390b565e9d82e06bc11e1/nvidia_cublas-13.1.1.3-py3-none-manylinux_2_27_x86_64.whl`,
    sha256: '37936a16db8fe4ac1f065c2139360608a543a09275cb1a1af612e08cfa065436',
    bytes: 423_138_758,
    files: ['nvidia/cu13/lib/libcublas.so.13', 'nvidia/cu13/lib/libcublasLt.so.13'],
    unpackedBytes: 595_785_864,
  },
  {
    url: `${pypi}/a5/9f/be0a41ca4a4917abf5cb9ae0daff1a6060cc5de950aec0396de9f3b52bc5/nvidia_curand-10.4.0.35-py3-none-manylinux_2_27_x86_64.whl`,
    sha256: '1aee33a5da6e1db083fe2b90082def8915f30f3248d5896bcec36a579d941bfc',
    bytes: 59_544_258,
    files: ['nvidia/cu13/lib/libcurand.so.10'],
    unpackedBytes: 132_698_328,
  },
  {
    url: `${pypi}/5c/ba/791cffd048fe5b044e620df55267e3e95c0e6e07d50b41e377c03dfc910f/nvidia_cudnn_cu13-9.24.0.43-py3-none-manylinux_2_27_x86_64.whl`,
    sha256: '71f181cd810e90f9b6023b01186fe82d13d65f0ec098581ee201d39fad769e4b',
    bytes: 553_099_438,
    files: cudnn,
    unpackedBytes: 965_278_448,
  },
];
