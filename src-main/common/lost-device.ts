import { hostMessage, type HostMessage } from '../messages/host-messages.ts';

/**
 * CUDA's error numbers after which a process can compute no more on its GPU: driver shutting down, no device, ECC, NVLink
 * and hardware errors, and those that leave the context unusable (driver_types.h). Out of memory is none of them.
 */
const lostNumbers = [4, 100, 101, 214, 220, 226, 700, 702, 709, 710, 714, 715, 716, 717, 718, 719, 999];

const lostNames =
  'CudartUnloading|NoDevice|InvalidDevice|ECCUncorrectable|NvlinkUncorrectable|IllegalAddress|LaunchTimeout|HardwareStackError|IllegalInstruction|MisalignedAddress|LaunchFailure|Unknown';

type Kind = 'device-lost' | 'driver-changed' | 'device-busy' | 'device-unknown-to-provider';

/** What ONNX Runtime prints or throws, for each way in which a GPU fails; the first that fits counts. */
const signs: readonly (readonly [Kind, RegExp])[] = [
  ['driver-changed', /CUDA (?:failure (?:35|222|803|804)\b|error cudaError(?:InsufficientDriver|UnsupportedPtxVersion|SystemDriverMismatch|CompatNotSupportedOnDevice)\b)[^;\n]*/],
  ['device-unknown-to-provider', /CUDA (?:failure 209\b|error cudaErrorNoKernelImageForDevice\b)[^;\n]*/],
  ['device-busy', /CUDA (?:failure 46\b|error cudaErrorDevicesUnavailable\b)[^;\n]*/],
  ['device-lost', new RegExp(`CUDA (?:failure (?:${lostNumbers.join('|')})\\b|error cudaError(?:${lostNames})\\b)[^;\\n]*`)],
  ['device-lost', /CUBLAS failure \d+: CUBLAS_STATUS_(?:EXECUTION_FAILED|INTERNAL_ERROR|MAPPING_ERROR)|CUDNN failure \d+: CUDNN_STATUS_(?:EXECUTION_FAILED\w*|INTERNAL_ERROR\w*)/],
  // DXGI: device removed, hung, reset, driver internal error; Direct3D behind WebGPU and DirectML.
  ['device-lost', /(?:0x)?887A00(?:05|06|07|20)\b[^\n]*/i],
  ['device-lost', /WebGPU device lost[^\n]*|VK_ERROR_DEVICE_LOST|DXGI_ERROR_DEVICE_(?:REMOVED|HUNG|RESET)/i],
]; // prettier-ignore

/** Says in people's words how the GPU was lost and what to do, from what ONNX Runtime said; null where it was not. */
export function lostDevice(said: string): HostMessage | null {
  for (const [kind, sign] of signs) {
    const found = sign.exec(said);
    if (found) return hostMessage(kind, { said: found[0].trim().slice(0, 200) });
  }
  return null;
}
