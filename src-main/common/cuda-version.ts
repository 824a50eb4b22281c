/** The ONNX Runtime whose CUDA provider fits this Quartet: a provider serves the very version it was built with. */
export const runtimeVersion = '1.29.0';

/** NVIDIA's oldest driver for the CUDA (13.0) that this provider was built with, from NVIDIA's table of CUDA's releases. */
export const oldestDriver = '580.65';
