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
        test: { name: 'webgpu', include: ['test/webgpu/**/*.test.ts'], testTimeout: 300_000 },
      },
    ],
  },
});
