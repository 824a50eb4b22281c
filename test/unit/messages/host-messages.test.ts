import { describe, expect, it } from 'vitest';
import type { Bilingual } from '../../../src-main/messages/bilingual.ts';
import {
  inBothLanguages,
  hostMessage,
  hostMessages,
  type HostMessageCode,
} from '../../../src-main/messages/host-messages.ts';

const all = Object.entries(hostMessages) as [HostMessageCode, Bilingual][];
const paths = ['file', 'folder', 'picture'];
const placesOf = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

describe.each(all)('%s', (code, { ko, en }) => {
  it('is there in both languages, with the same places', () => {
    expect(ko).toMatch(/[가-힣]/);
    expect(en.trim()).not.toBe('');
    expect(en).not.toMatch(/[가-힣]/);
    expect(new Set(placesOf(ko))).toEqual(new Set(placesOf(en)));
  });

  it('speaks to people in 해요체', () => {
    // What is put around a finding is no sentence; the finding is one.
    if (!ko.includes('{finding}')) expect(ko.replaceAll(/ \(.*?\)/g, '')).toMatch(/요\.|세요/);
    expect(ko).not.toMatch(/니다|십시오/);
  });

  it('is read back from English with its values', () => {
    const names = [...new Set(placesOf(en))].map((place) => place.slice(1, -1));
    const values = Object.fromEntries(
      names.map((name, i) => [
        name,
        name === 'field'
          ? 'training.learningRate'
          : paths.includes(name)
            ? `C:\\과제 (${i}), 1 (2).csv`
            : `run.${i} [x] "y" $& {step}`,
      ]),
    );
    const korean = ko.replace(/\{(\w+)\}/g, (_, name: string) => values[name]!);
    expect(inBothLanguages(hostMessage(code, values as never))).toEqual({
      ko: korean,
      en: hostMessage(code, values as never),
    });
  });
});

describe('a message within a message', () => {
  it.each([
    [
      '/과제/train.csv, row 3, column path: /과제/a.jpg: it has several frames; only the first is used. (4 rows use it)',
      '/과제/train.csv 3행, path 열: /과제/a.jpg: 프레임이 여러 개예요. 첫 프레임만 써요. (4개 행이 이 사진을 써요.)',
    ],
    [
      '2 rows of /과제/train.csv are left out; the first: /과제/train.csv, row 5, column answer: "e" is none of the choices. Write a, b, c or d. `quartet check` lists them all.',
      '/과제/train.csv의 행 2개를 뺐어요. 첫 번째는 다음과 같아요. /과제/train.csv 5행, answer 열: "e"는 보기에 없어요. a, b, c, d 중 하나를 적으세요. 나머지는 챌린지 페이지의 점검 결과에서 볼 수 있어요.',
    ],
    [
      'lora.dropout: 0.5 hides much of every input; 0 to 0.1 is usual.',
      'lora.dropout 설정: 0.5이면 입력을 많이 가려요. 보통 0~0.1이에요.',
    ],
    [
      'prompt.user: {e} is no placeholder. There are {question}, {a}.',
      'prompt.user 설정: {e}은(는) 쓸 수 없는 자리예요. {question}, {a}만 쓸 수 있어요.',
    ],
    [
      'lora (2): 첫 실행 (copy) is incomplete. Copy or export it again.\nadapter (1).safetensors is missing\n/home/a (b)/metrics.jsonl, row 3: neither UTF-8 nor CP949. Save the file as UTF-8 and try again.',
      'lora (2)의 첫 실행 (copy) 실행에 빠지거나 손상된 것이 있어요. 다시 복사하거나 내보내세요.\nadapter (1).safetensors이(가) 없어요.\n/home/a (b)/metrics.jsonl 3행: UTF-8도 CP949도 아니에요. UTF-8로 저장하고 다시 해 보세요.',
    ],
  ])('%s', (en, ko) => {
    expect(inBothLanguages(en).ko).toBe(ko);
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
