import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { QuartetError } from '../../src-main/common/errors.ts';
import { packageRoot } from '../../src-main/common/package-root.ts';
import { writeExchange } from './exchange.ts';
import { quietTurn, type WatchedTurn } from './quiet.ts';
import { quartetSide, startSide, type Phase, type Side } from './side.ts';
import { median, percent, startTable } from './table.ts';
import { usual, type Case } from './workload.ts';

const script = join(packageRoot(), 'build', 'bench', 'torch_cpu.py');

/** Quartet and PyTorch + PEFT take turns at the same batches from the same adapter; ratios within one round, medians of rounds. */
export async function compareWithPyTorch(python: string, rounds: number): Promise<void> {
  const print = startTable([
    ...['phase ', 'dropout', 'side                       '],
    ...['samples/s', 'MiB', 'Quartet is', 'in rounds    ', 'others'],
  ]);
  const cases = [
    { phase: 'train', dropout: 0 },
    { phase: 'train', dropout: 0.05 },
    { phase: 'answer', dropout: 0 },
  ] as const;
  for (const { phase, dropout } of cases) {
    const rows = await inFolder((folder) => compare(python, folder, phase, { ...usual, dropout }, rounds));
    rows.forEach((row) => print([phase, String(dropout), ...row]));
  }
}

async function compare(
  python: string,
  folder: string,
  phase: Phase,
  varied: Case,
  rounds: number,
): Promise<string[][]> {
  await writeExchange(folder, varied);
  const torch = (positions: string) => startSide(python, [script, folder, phase, positions]);
  const sides = new Map([
    ['Quartet', await quartetSide(phase, varied)],
    ...(phase === 'train' ? [['PyTorch', await torch('all')] as const] : []),
    ['PyTorch, needed logits only', await torch('needed')],
  ]);
  const first = new Map<string, number[]>();
  for (const [name, side] of sides) first.set(name, (await side.turn()).result);
  if (varied.dropout === 0) checkSame(first);
  const turns = new Map([...sides.keys()].map((name) => [name, [] as WatchedTurn[]]));
  for (let round = 0; round < rounds; round++)
    for (const [name, side] of sides) turns.get(name)!.push(await quietTurn(side));
  for (const side of sides.values()) await side.dispose();
  return [...sides].map(([name, side]) => [name, ...row(side, turns.get(name)!, turns.get('Quartet')!)]);
}

function row(side: Side, turns: readonly WatchedTurn[], ours: readonly WatchedTurn[]): string[] {
  const ratios = turns.map(({ seconds }, round) => seconds / ours[round]!.seconds);
  const times = (ratio: number) => `${ratio.toFixed(2)}×`;
  return [
    (side.work.samples / median(turns.map(({ seconds }) => seconds))).toFixed(1),
    turns.at(-1)!.peakMb.toFixed(0),
    times(median(ratios)),
    `${times(Math.min(...ratios))}–${times(Math.max(...ratios))}`,
    percent(Math.max(...turns.map(({ others }) => others ?? 0))),
  ];
}

/** Different numbers would mean different work. */
function checkSame(results: ReadonlyMap<string, readonly number[]>): void {
  const ours = results.get('Quartet')!;
  for (const [name, theirs] of results) {
    const off = Math.max(...ours.map((x, i) => Math.abs(x - theirs[i]!) / Math.max(1, Math.abs(x))));
    if (!(off <= 1e-3) || ours.length !== theirs.length)
      throw new QuartetError(
        'INTERNAL',
        `${name} computed something else: ${theirs.slice(0, 4).join()} instead of ${ours.slice(0, 4).join()}`,
      );
  }
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'quartet-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
