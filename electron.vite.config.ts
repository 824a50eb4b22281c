import { join } from 'node:path';
import { defineConfig } from 'electron-vite';
import renderer from './vite.renderer.config.ts';

/** Packages with native code, which no bundle can hold; the package brings those of its platform. */
const native = ['better-sqlite3', 'koffi', 'onnxruntime-node', 'sharp'];

/**
 * Bundles every process to out/: shell, command line and engine with all their JavaScript (so that an installed
 * Quartet needs no other packages than the native ones), the preload script, and the window.
 */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      externalizeDeps: false,
      license: { fileName: 'THIRD-PARTY.md' },
      rollupOptions: {
        input: {
          shell: 'src-main/shell/index.ts',
          cli: 'src-main/headless/cli.ts',
          engine: 'src-main/engine/process.ts',
          'weight-worker': 'src-main/data/weight-worker.ts',
          'picture-worker': 'src-main/train/picture-worker.ts',
          'call-worker': 'src-main/runtime/native/call-worker.ts',
        },
        external: ['electron', ...native],
        // Names without hashes: what a package holds can be read and compared.
        output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: 'chunks/[name].mjs' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      rollupOptions: {
        input: { preload: 'src-main/shell/preload.ts' },
        external: ['electron'],
        // A sandboxed window loads CommonJS only.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    ...renderer,
    build: {
      ...renderer.build,
      rollupOptions: { input: join(import.meta.dirname, 'src-renderer', 'index.html') },
    },
  },
});
