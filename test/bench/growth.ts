import { quietTurn } from './quiet.ts';
import { quartetSide, type Phase } from './side.ts';
import { median, percent, startTable } from './table.ts';
import { usual, type Case } from './workload.ts';

const cases: readonly Case[] = [
  { ...usual, batch: 1 },
  { ...usual, batch: 4 },
  usual,
  { ...usual, batch: 32 },
  { ...usual, dropout: 0.05 },
  { ...usual, words: 64 },
  { ...usual, words: 192 },
  { ...usual, words: 448 },
  { ...usual, rank: 4 },
  { ...usual, rank: 64 },
];

/** Rate and memory of training and answering as sizes grow, each in a process of its own; `rate` in flop/s. */
export async function measureGrowth(rate: number, rounds: number): Promise<void> {
  const measures = ['samples/s', 'of rate', 'MiB'];
  const phases = ['train', 'answer'].flatMap((phase) => measures.map((measure) => `${phase} ${measure}`));
  const print = startTable(['batch', 'tokens', 'rank', 'dropout', ...phases, 'others']);
  for (const varied of cases) {
    const train = await measure('train', varied, rounds);
    const answer = await measure('answer', varied, rounds);
    print([
      ...[varied.batch, train.tokens, varied.rank, varied.dropout].map(String),
      ...[train, answer].flatMap(({ samplesPerSecond, flopRate, peakMb }) => [
        samplesPerSecond.toFixed(1),
        percent(flopRate / rate),
        peakMb.toFixed(0),
      ]),
      percent(Math.max(train.others, answer.others)),
    ]);
  }
}

async function measure(phase: Phase, varied: Case, rounds: number) {
  const side = await quartetSide(phase, varied);
  // The first pass allocates and warms up.
  await side.turn();
  const turns = [];
  for (let i = 0; i < rounds; i++) turns.push(await quietTurn(side));
  await side.dispose();
  const seconds = median(turns.map((turn) => turn.seconds));
  return {
    tokens: side.work.tokens,
    samplesPerSecond: side.work.samples / seconds,
    flopRate: side.work.flops / seconds,
    peakMb: turns.at(-1)!.peakMb,
    others: Math.max(...turns.map((turn) => turn.others ?? 0)),
  };
}
