import type { ComparedEffect } from '../contract/index.ts';

/** What a difference is worth, in a sentence that does not promise more than the numbers do. */
export function sentenceOf(effect: Omit<ComparedEffect, 'sentence'>): ComparedEffect['sentence'] {
  const { difference, low, high, count, withinNoise } = effect;
  const points = `${difference >= 0 ? '+' : '−'}${percent(Math.abs(difference))}`;
  const half = percent((high - low) / 2);
  if (withinNoise)
    return {
      ko: `${points}%p 차이는 오차 범위 안이에요 (±${half}%p, 문항 ${count}개).`,
      en: `The difference of ${points} points is within noise (±${half} points, ${count} questions).`,
    };
  return {
    ko: `${points}%p로 ${difference > 0 ? '더 좋아졌어요' : '더 나빠졌어요'} (95% 구간 ${percent(low)} ~ ${percent(high)}%p, 문항 ${count}개).`,
    en: `It is ${difference > 0 ? 'better' : 'worse'} by ${points} points (95 % interval ${percent(low)} to ${percent(high)}, ${count} questions).`,
  };
}

function percent(share: number): string {
  return (share * 100).toFixed(1);
}
