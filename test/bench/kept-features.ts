import { quietTurn, type WatchedTurn } from './quiet.ts';
import { quartetSide, type Side } from './side.ts';
import { median, percent, startTable } from './table.ts';
import { usual, type Case } from './workload.ts';

const pictureSizes = [112, 224];

/** What is compared, the row with vision first. */
const rows: readonly (readonly [name: string, varied: Pick<Case, 'vision' | 'kept'>])[] = [
  ['text and vision LoRA', { vision: true, kept: false }],
  ['text LoRA, tower in the graph', { vision: false, kept: false }],
  ['text LoRA, features kept', { vision: false, kept: true }],
];

/** Training in epochs after the first: all sides take turns at the same batches; ratios within one round, medians of rounds. */
export async function measureKeptFeatures(rounds: number): Promise<void> {
  const print = startTable([
    ...['picture', 'side                         ', 'train samples/s', 'MiB'],
    ...['beside the first', 'in rounds    ', 'by products', 'others'],
  ]);
  for (const picture of pictureSizes) {
    const sides: Side[] = [];
    for (const [, varied] of rows) sides.push(await quartetSide('train', { ...usual, ...varied, picture }));
    const turns = sides.map((): WatchedTurn[] => []);
    // The first pass allocates and warms up.
    for (const side of sides) await side.turn();
    for (let round = 0; round < rounds; round++)
      for (const [i, side] of sides.entries()) turns[i]!.push(await quietTurn(side));
    for (const side of sides) await side.dispose();
    sides.forEach((side, i) => {
      const ratios = turns[i]!.map(({ seconds }, round) => turns[0]![round]!.seconds / seconds);
      print([
        `${picture}²`,
        rows[i]![0],
        (side.work.samples / median(turns[i]!.map(({ seconds }) => seconds))).toFixed(1),
        turns[i]!.at(-1)!.peakMb.toFixed(0),
        times(median(ratios)),
        `${times(Math.min(...ratios))}–${times(Math.max(...ratios))}`,
        times(sides[0]!.work.flops / side.work.flops),
        percent(Math.max(...turns[i]!.map(({ others }) => others ?? 0))),
      ]);
    });
  }
}

function times(ratio: number): string {
  return `${ratio.toFixed(2)}×`;
}
