import { expect, test } from 'vitest';
import { countedApart } from '../../../../src-main/graph/memory/counted-apart.ts';
import { createWebGpuBuffers } from '../../../../src-main/graph/memory/webgpu-buffers.ts';
import type { Node, Value } from '../../../../src-main/graph/value.ts';

// Worked by hand from the description of ONNX Runtime's buffer manager.
const kibibyte = 1024;

function node(op: string): Node {
  return { op, name: op, inputs: [], outputs: [], attributes: {}, segment: null };
}

test('a request gets a buffer of the next size of the list; one that is larger than all gets its own', () => {
  const buffers = createWebGpuBuffers();
  buffers.allocate(3 * kibibyte);
  expect(buffers.held).toBe(4 * kibibyte);
  buffers.allocate(200_000_001);
  expect(buffers.held).toBe(4 * kibibyte + 200_000_016);
});

test('what is given back serves again only after commands were sent', () => {
  const buffers = createWebGpuBuffers();
  buffers.free(buffers.allocate(4 * kibibyte));
  buffers.free(buffers.allocate(4 * kibibyte));
  expect(buffers.held).toBe(8 * kibibyte);
  for (let i = 0; i < 16; i++) buffers.ran?.(node('Reshape'));
  const waiting = buffers.allocate(4 * kibibyte);
  expect(buffers.held).toBe(12 * kibibyte);
  buffers.free(waiting);
  for (let i = 0; i < 16; i++) buffers.ran?.(node('Add'));
  buffers.allocate(4 * kibibyte);
  expect(buffers.held).toBe(12 * kibibyte);
});

test('of a size that is rarely kept, the rest goes', () => {
  const buffers = createWebGpuBuffers();
  const chunks = [1, 2, 3].map(() => buffers.allocate(44_236_800));
  chunks.forEach((chunk) => buffers.free(chunk));
  buffers.flush();
  [1, 2, 3].forEach(() => buffers.allocate(44_236_800));
  expect(buffers.held).toBe(3 * 44_236_800);
});

test('what is counted apart is told as it was at the peak', () => {
  const value = (name: string): Value => ({ name, dtype: 'u8', shape: [], source: { kind: 'input' } });
  const arena = countedApart(createWebGpuBuffers(), ({ name }) => name === 'state');
  const state = arena.allocate(64, value('state'));
  const other = arena.allocate(128, value('activation'));
  arena.free(other);
  arena.free(state);
  arena.allocate(128, value('state'));
  expect(arena.apartAtPeak).toBe(64);
  expect(arena.peak).toBe(192);
});
