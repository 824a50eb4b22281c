import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { f16Snapshot } from '../../src-main/data/f16-snapshot.ts';
import type { GraphSource } from '../../src-main/train/graphs.ts';

const cache = mkdtempSync(join(tmpdir(), 'quartet-f16-'));

afterAll(() => rmSync(cache, { recursive: true }));

/** A case's graphs as WebGPU computes them: weights as f16, which it has where it has no bf16, activations in `dtype`. */
export async function onWebGpu(source: GraphSource, dtype: 'f16' | 'f32'): Promise<GraphSource> {
  const { signal } = new AbortController();
  const snapshot = await f16Snapshot(source.snapshot, { folder: cache, signal, progress: () => undefined });
  return { ...source, snapshot, dtype, provider: 'webgpu' };
}
