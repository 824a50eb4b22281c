import { expect, test } from 'vitest';
import { checkExternal, mayOpen } from '../../../src-main/shell/external-links.ts';

test.each([
  'https://github.com/a/b',
  'https://www.kaggle.com/competitions?q=1',
  'https://huggingface.co/Qwen',
])('%s may be opened', (url) => expect(mayOpen(url)).toBe(true));

test.each([
  'http://github.com/',
  'https://github.com.evil.example/',
  'https://evilgithub.com/',
  'https://github.com@evil.example/',
  'https://name:word@github.com/',
  'https://github.com:8443/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'smb://github.com/share',
  'github.com',
  '',
])('%s is refused', (url) => {
  expect(mayOpen(url)).toBe(false);
  expect(() => checkExternal(url)).toThrow(/Copy the address/);
});
