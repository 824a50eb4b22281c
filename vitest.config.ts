import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // ONNX Runtime crashes at random when several worker threads import it: one process a file.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/unit/**/*.test.ts'] } },
      { extends: true, test: { name: 'gradients', include: ['test/gradients/**/*.test.ts'] } },
      { extends: true, test: { name: 'parity', include: ['test/parity/**/*.test.ts'] } },
      {
        extends: true,
        test: { name: 'integration', include: ['test/integration/**/*.test.ts'], testTimeout: 300_000 },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: 'test/e2e/harness/setup.ts',
          testTimeout: 300_000,
          expect: { poll: { timeout: 15_000, interval: 100 } },
          // After the others: a browser, a host and an engine together fill a small machine.
          sequence: { groupOrder: 1 },
          maxWorkers: 1,
        },
      },
      {
        extends: true,
        test: {
          name: 'package',
          include: ['test/package/**/*.test.ts', 'test/window/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 180_000,
          // After the end-to-end tests, which build into the same folder.
          sequence: { groupOrder: 2 },
          maxWorkers: 1,
        },
      },
      {
        extends: true,
        test: { name: 'webgpu', include: ['test/webgpu/**/*.test.ts'], testTimeout: 300_000 },
      },
    ],
  },
});
