import { expect, test } from 'vitest';
import { cudaFaultFrom, missingLibraries } from '../../../src-main/runtime/cuda-fault.ts';

const file = '/home/kim/.local/share/quartet/providers/cuda-1.29.0/libonnxruntime_providers_cuda.so';
const notLoaded = 'OrtSessionOptionsAppendExecutionProvider_Cuda: Failed to load shared library';

// As ldd printed it of ONNX Runtime 1.29.0's provider on a machine with neither CUDA nor NVIDIA's driver.
const bare = `	linux-vdso.so.1 (0x00007ffd0b5f2000)
	libcublasLt.so.13 => not found
	libcublas.so.13 => not found
	libcurand.so.10 => not found
	libcudart.so.13 => not found
	libcuda.so.1 => not found
	libdl.so.2 => /lib/x86_64-linux-gnu/libdl.so.2 (0x00007f3d0e1a8000)
	libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f3d0de00000)
	/lib64/ld-linux-x86-64.so.2 (0x00007f3d1c0f6000)
`;
const withDriver = bare.replace('libcuda.so.1 => not found', 'libcuda.so.1 => /usr/lib/libcuda.so.1 (0x0)');
const complete = withDriver.replace(/=> not found/g, '=> /usr/lib/there.so (0x0)');

test('every library that the loader did not find is named', () => {
  expect(missingLibraries(bare)).toEqual([
    'libcublasLt.so.13',
    'libcublas.so.13',
    'libcurand.so.10',
    'libcudart.so.13',
    'libcuda.so.1',
  ]);
  expect(missingLibraries(complete)).toEqual([]);
});

test.each([
  ['no provider', notLoaded, null, /is not installed.*quartet providers install cuda/],
  ['no driver, whatever else lacks', notLoaded, bare, /driver is missing \(libcuda\.so\.1/],
  [
    'cuBLAS and others',
    notLoaded,
    withDriver,
    /lacks libcublasLt\.so\.13, libcublas\.so\.13, libcurand\.so\.10, libcudart\.so\.13\./,
  ],
  [
    'a damaged file',
    notLoaded,
    'Command failed: ldd: exited with unknown exit code (139)',
    /cannot be loaded: it is damaged or of another version/,
  ],
  [
    'an old driver',
    'CUDA failure 35: CUDA driver version is insufficient for CUDA runtime version ; GPU=0',
    complete,
    /driver is too old/,
  ],
  ['no device', 'CUDA failure 100: no CUDA-capable device is detected ; GPU=0', complete, /offers no GPU/],
  ['anything else', 'CUDA failure 2: out of memory', complete, /^CUDA failure 2: out of memory$/],
])('%s', (_, said, resolved, expected) => {
  expect(cudaFaultFrom(said, file, resolved)).toMatch(expected);
});
