import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');

test.runIf(existsSync(join(root, '.git')))('what git tracks stays below 30 MiB', () => {
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0');
  const present = files.filter((file) => file !== '' && existsSync(join(root, file)));
  const bytes = present.reduce((sum, file) => sum + lstatSync(join(root, file)).size, 0);
  expect(bytes / 2 ** 20).toBeLessThan(30);
});
