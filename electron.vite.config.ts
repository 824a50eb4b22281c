import { defineConfig } from 'electron-vite';

/**
 * Bundles the processes that run on Node: the command line and the engine. The window's parts (shell, preload,
 * renderer) join them when they exist. Dependencies stay outside: most of them are native.
 */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      rollupOptions: {
        input: {
          cli: 'src-main/headless/cli.ts',
          engine: 'src-main/engine/process.ts',
        },
        output: { format: 'es', entryFileNames: '[name].mjs' },
      },
    },
  },
});
