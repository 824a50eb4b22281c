import { purposes, stream, type RandomStream } from '../../../../src-main/common/random.ts';

/** Random numbers of one thing (a run, a submission, a curve), whatever was drawn for others. */
export function drawsFor(seed: number, index: number, part: number): RandomStream {
  return stream(seed, purposes.subset, index, part);
}

/** One of the values, each as likely. */
export function pick<T>(random: RandomStream, values: readonly T[]): T {
  return values[random.below(values.length)]!;
}

/** A standard normal number (Box and Muller 1958). */
export function normal(random: RandomStream): number {
  return Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
}

/** A UUID version 7 of this time (ms) whose other bits are drawn. */
export function drawnUuid(random: RandomStream, time: number): string {
  const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');
  const clock = hex(time, 12);
  const tail = hex(random.uint32(), 8) + hex(random.below(0x10000), 4);
  const variant = hex(0x8000 + random.below(0x4000), 4);
  return `${clock.slice(0, 8)}-${clock.slice(8)}-7${hex(random.below(0x1000), 3)}-${variant}-${tail}`;
}
