import { expect, test } from 'vitest';
import { driverFault, readGpus } from '../../../src-main/services/gpus.ts';

test('each GPU with its driver and memory', () => {
  expect(readGpus('NVIDIA H100 80GB HBM3, 580.82.07, 81559\nNVIDIA GB10, 580.95.05, [N/A]\n')).toEqual({
    gpus: [
      { name: 'NVIDIA H100 80GB HBM3', driver: '580.82.07', memoryMb: 81559 },
      { name: 'NVIDIA GB10', driver: '580.95.05', memoryMb: 0 },
    ],
    problem: null,
  });
});

// nvidia-smi's own complaints.
test.each([
  "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure that the latest NVIDIA driver is installed and running.\n",
  'Failed to initialize NVML: Driver/library version mismatch\nNVML library version: 580.95\n',
  'No devices were found\n',
  '',
])('no GPU, and why: %j', (printed) => {
  const { gpus, problem } = readGpus(printed);
  expect(gpus).toEqual([]);
  expect(problem).toBe(`nvidia-smi: ${printed.split('\n')[0]!.replace(/\.$/, '') || 'no answer'}`);
});

test.each([
  ['535.183.01', /too old \(535\.183\.01\)/],
  ['580.42.01', /too old/],
  ['580.65.06', null],
  ['590.1.2', null],
])('driver %s', (driver, expected) => {
  const fault = driverFault({ gpus: [{ name: 'NVIDIA L4', driver, memoryMb: 23034 }], problem: null });
  if (expected) expect(fault).toMatch(expected);
  else expect(fault).toBeNull();
});

test('no driver is said with what nvidia-smi said; one without tools is believed', () => {
  expect(driverFault({ gpus: [], problem: 'nvidia-smi was not found' })).toMatch(
    /missing \(nvidia-smi was not found\)/,
  );
  expect(driverFault({ gpus: [], problem: null })).toBeNull();
});
