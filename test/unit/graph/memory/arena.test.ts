import { expect, test } from 'vitest';
import { createArena } from '../../../../src-main/graph/memory/arena.ts';

const mebibyte = 2 ** 20;

// Regions and chunks as worked out by hand from the description of ONNX Runtime's BFCArena.
test('regions double: 1, 2, 4 MiB, and a large request doubles on until it fits', () => {
  const arena = createArena();
  arena.allocate(0.75 * mebibyte);
  expect(arena.held).toBe(mebibyte);
  arena.allocate(1.5 * mebibyte);
  expect(arena.held).toBe(3 * mebibyte);
  arena.allocate(9 * mebibyte);
  expect(arena.held).toBe((3 + 16) * mebibyte);
});

// As ONNX Runtime 1.29 counted them in a profile of eight products of 300 MiB on the CPU: 512, 512, 1024, 1024, 1024.
test('regions stop doubling at 1 GiB', () => {
  const arena = createArena();
  const held = Array.from({ length: 10 }, () => {
    arena.allocate(300 * mebibyte);
    return arena.held / mebibyte;
  });
  expect(new Set(held)).toEqual(new Set([512, 1024, 2048, 3072, 4096]));
});

test('a chunk of twice the size is split, a smaller one is given whole', () => {
  const arena = createArena();
  const half = arena.allocate(mebibyte / 2);
  expect(arena.used).toBe(mebibyte / 2);
  arena.allocate(mebibyte / 3);
  // What is left of the region is less than twice the request.
  expect(arena.used).toBe(mebibyte);
  arena.free(half);
  expect(arena.used).toBe(mebibyte / 2);
  expect(arena.peak).toBe(mebibyte);
});

test('neighbours that are free become one chunk again', () => {
  const arena = createArena();
  const quarters = Array.from({ length: 4 }, () => arena.allocate(mebibyte / 4));
  for (const at of [1, 3, 2, 0]) arena.free(quarters[at]!);
  arena.allocate(mebibyte);
  expect(arena.held).toBe(mebibyte);
});
