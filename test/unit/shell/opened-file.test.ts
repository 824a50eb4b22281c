import { join } from 'node:path';
import { expect, test } from 'vitest';
import { archiveIn } from '../../../src-main/shell/opened-file.ts';

test('the archive among the words of a command line', () => {
  expect(archiveIn(['quartet', '--flag', '/tmp/내 실행.qrun'], '/home')).toBe('/tmp/내 실행.qrun');
  expect(archiveIn(['quartet', 'run.QRUN'], '/home/min')).toBe(join('/home/min', 'run.QRUN'));
  expect(archiveIn(['quartet', '--x=/a.qrun', '.'], '/home')).toBeNull();
  expect(archiveIn(['/opt/quartet.qrun'], '/home')).toBeNull();
});
