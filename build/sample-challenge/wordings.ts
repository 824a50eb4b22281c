/** The two languages of the challenge. */
export type Language = 'ko' | 'en';

/** A question's kind; the column `kind` of the CSV files. */
export type Kind = 'what' | 'colour' | 'count' | 'beside' | 'corner' | 'size' | 'odd' | 'read';

type Wordings = Readonly<Record<Language, readonly string[]>>;

const largest: Wordings = {
  ko: ['넷 중 가장 크게 보이는 것은 무엇인가요?', '사진에서 제일 큰 것을 고르세요.'],
  en: ['Which of the four looks the biggest?'],
};

const smallest: Wordings = {
  ko: ['넷 중 가장 작게 보이는 것은 무엇인가요?', '사진에서 제일 작은 것을 고르세요.'],
  en: ['Which of the four looks the smallest?'],
};

/** How each kind is asked; `{x}` and `{y}` stand for things or places. None of these served in pre-training. */
export const wordings = {
  what: {
    ko: ['사진에 보이는 것은 무엇인가요?', '이 사진의 주인공을 고르세요.'],
    en: ['What does the photo show?'],
  },
  colour: {
    ko: ['사진의 배경은 어떤 색인가요?', '뒤에 칠해진 색을 고르세요.'],
    en: ['What colour fills the background of the photo?'],
  },
  count: {
    ko: ['사진에 {x} 몇 개가 보이나요?', '{x} 개수를 세어 보세요.'],
    en: ['How many times does the {x} appear?'],
  },
  beside: {
    ko: ['{y} 기준으로 {x}에 놓인 것은 무엇인가요?', '사진에서 {y}의 {x} 자리에 있는 것을 고르세요.'],
    en: ['Seen from the {y}, what sits {x}?'],
  },
  corner: {
    ko: ['사진의 {x} 구석에 보이는 것은 무엇인가요?', '{x} 구석에 놓인 것을 고르세요.'],
    en: ['What sits in the {x} corner of the photo?'],
  },
  largest,
  smallest,
  odd: {
    ko: ['사진에서 혼자 다른 것은 무엇인가요?', '나머지와 다른 하나를 고르세요.'],
    en: ['Which one is not like the rest?'],
  },
  digit: {
    ko: ['사진에 적힌 숫자는 무엇인가요?', '보이는 숫자를 고르세요.'],
    en: ['What digit is shown in the photo?'],
  },
  letter: {
    ko: ['사진에 적힌 알파벳은 무엇인가요?', '보이는 알파벳을 고르세요.'],
    en: ['What letter is shown in the photo?'],
  },
} as const satisfies Record<string, Wordings>;

/** Sides of a thing: name, the same inside a sentence, and direction on the screen (y grows downwards). */
export const directions = [
  { ko: '왼쪽', en: 'on the left', dx: -1, dy: 0 },
  { ko: '오른쪽', en: 'on the right', dx: 1, dy: 0 },
  { ko: '위쪽', en: 'above', dx: 0, dy: -1 },
  { ko: '아래쪽', en: 'below', dx: 0, dy: 1 },
] as const;

/** The four corners in reading order. */
export const corners = [
  { ko: '왼쪽 위', en: 'top left' },
  { ko: '오른쪽 위', en: 'top right' },
  { ko: '왼쪽 아래', en: 'bottom left' },
  { ko: '오른쪽 아래', en: 'bottom right' },
] as const;
