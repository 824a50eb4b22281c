import { expect, test } from 'vitest';
import { checksumOf, nodeDownload } from '../../../build/package/node-download.ts';

const [one, two] = ['a'.repeat(64), 'b'.repeat(64)];
const sums = `${one}  node-v24.21.0-linux-x64.tar.gz\n${two}  win-x64/node.exe\nshort  node-v24.21.0-linux-arm64.tar.gz\n`;

test('the file of each platform, and its checksum', () => {
  const linux = nodeDownload('24.21.0', 'linux', 'x64');
  expect(linux.member).toBe('node-v24.21.0-linux-x64/bin/node');
  expect(checksumOf(sums, linux.name)).toBe(one);
  const windows = nodeDownload('24.21.0', 'win32', 'x64');
  expect(windows).toMatchObject({ base: 'https://nodejs.org/dist/v24.21.0', member: null });
  expect(checksumOf(sums, windows.name)).toBe(two);
});

test('without a checksum nothing is taken', () => {
  expect(() => checksumOf(sums, 'node-v24.21.0-darwin-arm64.tar.gz')).toThrow(/no checksum/);
  expect(() => checksumOf(sums, 'node-v24.21.0-linux-arm64.tar.gz')).toThrow(/no checksum/);
  expect(() => checksumOf(sums, '0-linux-x64.tar.gz')).toThrow(/no checksum/);
});
