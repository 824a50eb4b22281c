import { letters, type Letter } from '../common/letters.ts';
import { purposes, shuffled } from '../common/random.ts';

/** Choices in the order in which they are shown: place k shows choice order[k]. */
export type ChoiceOrder = readonly number[];

/** The choices as the challenge lists them. */
export const fileOrder: ChoiceOrder = [0, 1, 2, 3];

/** The order in which a sample's choices are shown in an epoch, each of the 24 equally likely. */
export function trainingOrder(seed: number, epoch: number, sample: number): ChoiceOrder {
  return shuffled(letters.length, seed, purposes.choiceOrder, epoch, sample);
}

/** The letter under which a choice is shown. */
export function shownLetter(choice: Letter, order: ChoiceOrder): Letter {
  return letters[order.indexOf(letters.indexOf(choice))]!;
}

/** Orders to answer under: the file's; with its reverse; or its four rotations, where each choice has each place once. */
export function answeringOrders(count: 1 | 2 | 4): ChoiceOrder[] {
  if (count === 1) return [fileOrder];
  if (count === 2) return [fileOrder, fileOrder.toReversed()];
  return fileOrder.map((first) => fileOrder.map((place) => (first + place) % 4));
}

/** The mean over orders of the probabilities of the places shown, each brought back to its own choice. */
export function averageOrders(
  answers: readonly { readonly order: ChoiceOrder; readonly probabilities: readonly number[] }[],
): number[] {
  const mean = [0, 0, 0, 0];
  for (const { order, probabilities } of answers)
    order.forEach((choice, place) => (mean[choice]! += probabilities[place]! / answers.length));
  return mean;
}
