import { expect, test } from 'vitest';
import { lostDevice } from '../../../src-main/common/lost-device.ts';
import { inBothLanguages } from '../../../src-main/messages/host-messages.ts';

// As people quoted them in onnxruntime's issues 14211, 2804, 23497, 8093, 22700 and 28495.
const unknown =
  'CUDA failure 999: unknown error ; GPU=192915439 ; hostname=lab ; expr=cudaSetDevice(info_.device_id); ';
const shuttingDown =
  'CUDA failure 4: driver shutting down ; GPU=32767 ; hostname=greenet ; expr=cudaEventSynchronize(e); ';
const cudnn =
  "Non-zero status code returned while running Conv node. Name:'/conv1/Conv'Status Message: CUDNN failure 5000: CUDNN_STATUS_EXECUTION_FAILED ; GPU=0 ; hostname=DESK ; line=493";
const noKernel =
  "Non-zero status code returned while running Gemm node. Name:'gemm' Status Message: CUDA error cudaErrorNoKernelImageForDevice:no kernel image is available for execution on the device";
const removed =
  'ExecutionProvider.cpp(962)\\onnxruntime.dll!00007FFABA30B0B1: Exception(3) tid(5a68) 887A0005 The GPU device instance has been suspended. Use GetDeviceRemovedReason to determine the appropriate action.';
const hung =
  'DmlGraphFusionHelper.cpp(1078) 887A0006 The GPU will not respond to more commands, most likely because of an invalid command passed by the calling application.';

test.each([
  ['an unknown error', unknown, /stopped working \(CUDA failure 999: unknown error\)/],
  ['a driver that shuts down', shuttingDown, /stopped working \(CUDA failure 4: driver shutting/],
  ['a cuDNN kernel that died', cudnn, /stopped working \(CUDNN failure 5000/],
  ['a removed DirectX device', removed, /stopped working \(887A0005/],
  ['a hung DirectX device', hung, /stopped working \(887A0006/],
  [
    'a lost WebGPU device',
    'WebGPU device lost (2): driver reset',
    /stopped working \(WebGPU device lost \(2\)/,
  ],
  [
    'a GPU without kernels',
    noKernel,
    /does not support this GPU \(CUDA error cudaErrorNoKernelImageForDevice/,
  ],
  ['a GPU in use', 'CUDA failure 46: all CUDA-capable devices are busy or unavailable ; GPU=0', /Another/],
  ['an updated driver', 'CUDA failure 804: forward compatibility was attempted ; GPU=0', /restart the comp/],
])('%s is told, in both languages', (_, said, expected) => {
  const message = lostDevice(said);
  expect(message).toMatch(expected);
  expect(inBothLanguages(message!).ko).toMatch(/[가-힣]{2}/);
});

test.each([
  'CUDA failure 2: out of memory ; GPU=0 ; hostname=lab ; expr=cudaMalloc((void**)&p, size); ',
  'CUBLAS failure 3: CUBLAS_STATUS_ALLOC_FAILED ; GPU=0',
  'CUDA failure 46x',
  'Got invalid dimensions for input: targetRows',
  'BFCArena::AllocateRawInternal Failed to allocate memory for requested buffer of size 999',
])('not lost: %s', (said) => {
  expect(lostDevice(said)).toBeNull();
});
