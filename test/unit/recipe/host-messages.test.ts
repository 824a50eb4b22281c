import { describe, expect, it } from 'vitest';
import type { Bilingual } from '../../../src-main/recipe/bilingual.ts';
import {
  inBothLanguages,
  hostMessage,
  hostMessages,
  type HostMessageCode,
} from '../../../src-main/recipe/host-messages.ts';

const all = Object.entries(hostMessages) as [HostMessageCode, Bilingual][];
const placesOf = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

describe.each(all)('%s', (code, { ko, en }) => {
  it('is there in both languages, with the same places', () => {
    expect(ko).toMatch(/[가-힣]/);
    expect(en.trim()).not.toBe('');
    expect(en).not.toMatch(/[가-힣]/);
    expect(placesOf(ko)).toEqual(placesOf(en));
  });

  it('speaks to people in 해요체', () => {
    expect(ko.replaceAll(/ \(.*?\)/g, '')).toMatch(/요\./);
    expect(ko).not.toMatch(/니다|십시오/);
  });

  it('is read back from English with its values', () => {
    const names = placesOf(en).map((place) => place.slice(1, -1));
    const values = Object.fromEntries(names.map((name, i) => [name, `run.${i} [x] "y" $& {step}`]));
    const korean = ko.replace(/\{(\w+)\}/g, (_, name: string) => values[name]!);
    expect(inBothLanguages(hostMessage(code, values as never))).toEqual({
      ko: korean,
      en: hostMessage(code, values as never),
    });
  });
});

// Sentences as the history of a home holds them that an earlier version wrote.
describe('stored messages', () => {
  it.each([
    ['These are the same answers as "monday" handed in.', '이미 낸 "monday" 제출과 답이 모두 같아요.'],
    [
      '0.26000 of 200 questions is no better than guessing (25 %).',
      '200문항에서 0.26000이면 찍는 것(25 %)보다 낫다고 할 수 없어요.',
    ],
    ['No training question is answered with c.', '정답이 c인 학습 문항이 없어요.'],
    ['The process that ran it ended without notice.', '실행하던 프로세스가 갑자기 끝났어요.'],
    [
      'The loss of step 7 is NaN. Lower training.learningRate, set training.maxGradNorm to 1, or train in f32.',
      '학습이 발산해서 멈췄어요 (스텝 7의 손실이 NaN). training.learningRate를 낮추거나, training.maxGradNorm을 1로 하거나, f32로 학습해 보세요.',
    ],
    [
      'The engine process ended unexpectedly (exit code 7). It printed: out of\nmemory (2).',
      '엔진 프로세스가 갑자기 끝났어요 (exit code 7). 마지막 출력: out of\nmemory (2).',
    ],
  ])('%s', (en, ko) => {
    expect(inBothLanguages(en)).toEqual({ ko, en });
  });

  it.each(['', 'The loss is NaN.', 'Note: Stopped before its end.', '제 메모예요.'])(
    'one that no host message says stays as it is: %j',
    (message) => {
      expect(inBothLanguages(message)).toEqual({ ko: message, en: message });
    },
  );
});
