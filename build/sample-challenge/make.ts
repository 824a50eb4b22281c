/**
 * Makes resources/sample-challenge again from its seed, byte for byte on linux-x64 with the locked sharp.
 *
 *   npm i --prefix .scratch/art --ignore-scripts @iconify-json/twemoji@1.2.5
 *   node build/sample-challenge/make.ts [--check] [--art .scratch/art]
 *
 * `--check` writes nothing and exits 1 when a file differs from what the repository holds.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { stringify } from 'csv-stringify/sync';
import sharp from 'sharp';
import { openArtwork, type Draw } from './artwork.ts';
import { createRandom } from './random.ts';
import { createDealer, toRow, type Row } from './rows.ts';
import { sceneMakers } from './scenes.ts';

/** Everything that the challenge's bytes depend on, besides the code. */
const plan = { seed: 20250301, train: 184, test: 80 } as const;

const columns = ['id', 'path', 'question', 'a', 'b', 'c', 'd', 'answer', 'kind'] as const;

/** A file's path inside the challenge folder and a function that gives its bytes. */
export interface Planned {
  readonly path: string;
  readonly bytes: () => Promise<Buffer>;
}

async function encode(svg: string): Promise<Buffer> {
  return sharp(Buffer.from(svg))
    .removeAlpha()
    .jpeg({ quality: 84, chromaSubsampling: '4:4:4', mozjpeg: true })
    .toBuffer();
}

interface PlannedSplit {
  readonly rows: Row[];
  /** The round in which each row was made. */
  readonly rounds: number[];
  readonly pictures: Planned[];
}

function planSplit(name: 'train' | 'test', rounds: number, seed: number, draw: Draw): PlannedSplit {
  const random = createRandom(seed);
  const deal = createDealer(random);
  const split: PlannedSplit = { rows: [], rounds: [], pictures: [] };
  for (let round = 0; round < rounds; round++) {
    for (const { make } of sceneMakers.filter(({ every }) => round % every === 0)) {
      const scene = make(random, draw);
      const path = `pictures/${name}-${String(split.pictures.length + 1).padStart(4, '0')}.jpg`;
      split.pictures.push({ path, bytes: () => encode(scene.svg) });
      for (const ask of scene.asks) {
        const id = `${name}_${String(split.rows.length + 1).padStart(4, '0')}`;
        split.rows.push(toRow(random, ask, deal(ask.kind), id, path));
        split.rounds.push(round);
      }
    }
  }
  return split;
}

function table(path: string, rows: readonly object[], names: readonly string[]): Planned {
  return {
    path,
    bytes: () => Promise.resolve(Buffer.from(stringify([...rows], { header: true, columns: [...names] }))),
  };
}

/** All files of the challenge but its README and LICENSES. */
export function planChallenge(draw: Draw): Planned[] {
  const train = planSplit('train', plan.train, plan.seed, draw);
  const test = planSplit('test', plan.test, plan.seed + 1, draw);
  const solution = test.rows.map(({ id, answer }, i) => ({
    id,
    answer,
    // Two rounds hold every kind in its share, so both halves do.
    Usage: Math.floor((test.rounds[i] as number) / 2) % 2 === 0 ? 'Public' : 'Private',
  }));
  return [
    table('train.csv', train.rows, columns),
    table(
      'test.csv',
      test.rows,
      columns.filter((name) => name !== 'answer'),
    ),
    table('solution.csv', solution, ['id', 'answer', 'Usage']),
    ...train.pictures,
    ...test.pictures,
  ];
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { check: { type: 'boolean' }, art: { type: 'string', default: '.scratch/art' } },
  });
  const folder = new URL('../../resources/sample-challenge/', import.meta.url).pathname;
  const files = planChallenge(openArtwork(values.art));
  if (!values.check) rmSync(join(folder, 'pictures'), { recursive: true, force: true });
  let [total, differing] = [0, 0];
  for (const { path, bytes } of files) {
    const made = await bytes();
    total += made.length;
    const target = join(folder, path);
    if (values.check) {
      if (readFileSync(target).equals(made)) continue;
      differing++;
      console.error(`${path} differs`);
    } else {
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, made);
    }
  }
  console.log(
    `${files.length} files, ${(total / 2 ** 20).toFixed(2)} MiB${values.check ? `, ${differing} differ` : ''}`,
  );
  if (differing > 0) process.exitCode = 1;
}

if (import.meta.main) await main();
