import { join } from 'node:path';
import { availableParallelism, cpus } from 'node:os';
import { Command, InvalidArgumentError } from 'commander';
import { compareWithPyTorch } from './beside-pytorch.ts';
import { measureGrowth } from './growth.ts';
import { measureKeptFeatures } from './kept-features.ts';
import { quietTurn } from './quiet.ts';
import { startSide } from './side.ts';

const { python, rounds } = new Command('bench')
  .description('Rate and memory of training and answering with the small checkpoint on the sample challenge.')
  .option('--python <interpreter>', 'a Python with torch, transformers and peft, to compare with')
  .option('--rounds <n>', 'turns of which the median is taken', wholeNumber, 5)
  .parse()
  .opts<{ python?: string; rounds: number }>();

console.log(`${availableParallelism()} × ${cpus()[0]!.model}, Node ${process.version}`);
const rate = await matmulRate();
console.log(
  `Large f32 products: ${(rate / 1e9).toFixed(0)} Gflop/s. "of rate" is of this; "others" is what other processes took of the machine at worst.\n`,
);
await measureGrowth(rate, rounds);
console.log('\nA frozen vision tower, epochs after the first: batch 16, rank 16, no dropout.\n');
await measureKeptFeatures(rounds);
if (python !== undefined) {
  console.log(`\nBeside PyTorch + PEFT on ${python}: batch 16, rank 16, AdamW and clipping included.\n`);
  await compareWithPyTorch(python, rounds);
}

/** The best of several products of 1536 × 1536 matrices, in flop/s. */
async function matmulRate(): Promise<number> {
  const side = await startSide(process.execPath, [join(import.meta.dirname, 'matmul-rate.ts')]);
  let best = Infinity;
  for (let i = 0; i < 10; i++) best = Math.min(best, (await quietTurn(side)).seconds);
  await side.dispose();
  return side.work.flops / best;
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('Give a whole number from 1.');
  return Number(text);
}
