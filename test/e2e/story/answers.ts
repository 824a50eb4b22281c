import { letters, type Letter } from '../../../src-main/common/letters.ts';
import type { Question } from '../../../src-main/data/challenge.ts';
import type { Prediction } from '../../../src-main/services/runs/predictions-file.ts';
import { chance } from './chance.ts';

/** How hard a kind of question is for such a model, from 0. */
const hardness: Readonly<Record<string, number>> = {
  what: 0,
  colour: 0.05,
  read: 0.1,
  corner: 0.15,
  size: 0.2,
  odd: 0.25,
  beside: 0.35,
  count: 0.4,
};

/** How a run answers: the share that it gets right, or that it gives one letter almost always. */
export interface Skill {
  readonly name: string;
  readonly accuracy: number;
  readonly collapsed: boolean;
}

/** Answers to questions whose truth is known; exactly the share asked for is right, and hard kinds fail first. */
export function answersOf(
  split: Prediction['split'],
  questions: readonly { readonly question: Question; readonly truth: Letter }[],
  skill: Skill,
): Prediction[] {
  const difficulty = ({ id, kind }: Question): number =>
    (hardness[kind ?? ''] ?? 0.2) + 0.7 * chance('difficulty', id) + 0.35 * chance(skill.name, id);
  const ranked = questions.toSorted((one, other) => difficulty(one.question) - difficulty(other.question));
  const right = Math.round(skill.accuracy * questions.length);
  const place = new Map(ranked.map(({ question }, i) => [question.id, i]));
  return questions.map(({ question: { id }, truth }) => {
    const margin = (right - 0.5 - place.get(id)!) / questions.length;
    if (skill.collapsed) return collapsedAnswer(split, id, skill.name);
    const answer = margin > 0 ? truth : wrongLetter(skill.name, id, truth);
    const confidence = 0.46 + 0.53 * Math.min(1, Math.abs(margin) * 4) ** 0.6;
    return { questionId: id, split, ...spread(id, answer, confidence, truth), answer, parsed: 'letters' };
  });
}

function collapsedAnswer(split: string, id: string, name: string): Prediction {
  const answer = chance('collapsed', name, id) < 0.97 ? 'a' : 'c';
  return { questionId: id, split, ...spread(id, answer, 0.31, answer), answer, parsed: 'letters' };
}

function wrongLetter(name: string, id: string, truth: Letter): Letter {
  const others = letters.filter((letter) => letter !== truth);
  return others[Math.floor(chance('wrong', id, chance(name, id) < 0.8 ? '' : name) * others.length)]!;
}

/** Four probabilities that add up to 1: most to the answer, most of the rest to the truth. */
function spread(id: string, answer: Letter, confidence: number, truth: Letter): Record<Letter, number> {
  const weights = letters.map((letter) =>
    letter === answer ? 0 : 0.1 + chance('rest', id, letter) + (letter === truth ? 2 : 0),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return Object.fromEntries(
    letters.map((letter, i) => [
      letter,
      letter === answer ? confidence : ((1 - confidence) * weights[i]!) / sum,
    ]),
  ) as Record<Letter, number>;
}
