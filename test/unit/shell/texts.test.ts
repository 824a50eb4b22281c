import { expect, test } from 'vitest';
import { shellLocale, translator } from '../../../src-main/shell/texts.ts';

test('the chosen language comes before that of the system', () => {
  expect(shellLocale('system', 'ko-KR')).toBe('ko');
  expect(shellLocale('system', 'de')).toBe('en');
  expect(shellLocale('en', 'ko-KR')).toBe('en');
});

test('values are filled in', () => {
  expect(translator('ko')('runDone', { name: '11-제출' })).toBe('11-제출: 학습이 끝났어요');
  expect(translator('en')('runDone', { name: 'a' })).toBe('a is done');
});
