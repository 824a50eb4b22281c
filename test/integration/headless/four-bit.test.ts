import { spawn, execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeHome } from '../fixtures/home.ts';

const launcher = fileURLToPath(new URL('../../../bin/quartet.mjs', import.meta.url));
let place: Awaited<ReturnType<typeof makeHome>>;

beforeAll(async () => {
  place = await makeHome();
});

afterAll(() => place.close());

/** Twelve optimizer steps, with what a checkpoint must carry. */
const settings = [
  ['data.samples', '36'],
  ['data.validationFraction', '0.1'],
  ['lora.r', '4'],
  ['lora.dropout', '0.1'],
  ['training.epochs', '3'],
  ['training.batchSize', '4'],
  ['training.accumulation', '2'],
  ['training.ema', '0.9'],
  ['training.stopAtChance', 'false'],
] as const;

function trainArgs(name: string, precision: string): string[] {
  const set = [...settings, ['model.precision', precision] as const];
  const options = set.flatMap(([path, value]) => ['--set', `${path}=${value}`]);
  return ['train', place.challenge, '--preset', 'tiny-demo', '--name', name, ...options];
}

const environment = (home = place.home): NodeJS.ProcessEnv => ({ ...process.env, QUARTET_HOME: home });

/** What a command says as one JSON document. */
function quartet<T = unknown>(args: readonly string[], home = place.home): Promise<T> {
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [launcher, ...args, '--json'],
      { env: environment(home), cwd: place.folder },
      (error, stdout, stderr) => {
        if (error) reject(new Error(`quartet ${args.join(' ')}: ${stdout}\n${stderr}`));
        else resolve(JSON.parse(stdout) as T);
      },
    );
  });
}

interface Ran {
  readonly run: { readonly id: string; readonly status: string };
}

const runFile = (id: string, file: string, home = place.home): string => join(home, 'runs', id, file);

/** Trains until some steps are recorded, and kills the engine without warning; the run's id. */
async function killedIn(name: string, precision: string, steps: number): Promise<string> {
  const before = new Set(readdirSync(join(place.home, 'runs')));
  const child = spawn(process.execPath, [launcher, ...trainArgs(name, precision)], {
    env: environment(),
    stdio: 'ignore',
  });
  const left = new Promise((resolve) => child.on('exit', resolve));
  const made = () => readdirSync(join(place.home, 'runs')).find((id) => !before.has(id));
  const recorded = (): number => {
    const file = runFile(made() ?? '', 'metrics.jsonl');
    return existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0;
  };
  while (recorded() < steps && child.exitCode === null) await sleep(10);
  const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8');
  for (const pid of children.trim().split(' ')) process.kill(Number(pid), 'SIGKILL');
  await left;
  return made()!;
}

async function records(id: string): Promise<object[]> {
  const lines = (await readFile(runFile(id, 'metrics.jsonl'), 'utf8')).trimEnd().split('\n');
  return lines.map((line) => ({ ...(JSON.parse(line) as object), seconds: 0 }));
}

const weights = 'adapter/adapter_model.safetensors';

describe.each([
  ['nf4', false],
  ['nf4-double-quant', true],
] as const)('a run with %s weights', (precision, double) => {
  let whole: string;
  let resumed: string;

  beforeAll(async () => {
    whole = (await quartet<Ran>(trainArgs(`${precision}-whole`, precision))).run.id;
    resumed = await killedIn(`${precision}-killed`, precision, 6);
  }, 300_000);

  test('killed and resumed ends byte for byte like one that was never interrupted', async () => {
    expect(await quartet(['show', resumed])).toMatchObject({ status: 'failed' });
    expect((await records(resumed)).length).toBeLessThan((await records(whole)).length);
    expect(await quartet(['resume', resumed])).toMatchObject({ run: { status: 'done' } });
    expect(await records(resumed)).toEqual(await records(whole));
    for (const file of [weights, 'predictions.csv'])
      expect((await readFile(runFile(resumed, file))).equals(await readFile(runFile(whole, file)))).toBe(
        true,
      );
  });

  test('answers again as it answered first', async () => {
    const before = await readFile(runFile(whole, 'predictions.csv'), 'utf8');
    await quartet(['predict', whole]);
    expect(await readFile(runFile(whole, 'predictions.csv'), 'utf8')).toBe(before);
    expect(before.match(/,test,/g)).toHaveLength(40);
  });

  test('its adapter says so and, taken in elsewhere, answers with the same base', async () => {
    const folder = join(place.folder, `${precision}-adapter`);
    await quartet(['export', whole, '--adapter', '--out', folder]);
    const card = await readFile(join(folder, 'README.md'), 'utf8');
    expect(card).toContain('The following `bitsandbytes` quantization config was used during training:');
    expect(card).toContain(`- bnb_4bit_use_double_quant: ${double ? 'True' : 'False'}\n`);
    const home = join(place.folder, `${precision}-elsewhere`);
    await quartet(['check', place.challenge], home);
    const told = ['--challenge', place.challenge, '--model', 'tiny-vl', '--preset', 'tiny-demo'];
    const [item] = await quartet<Ran[]>(['import', folder, ...told], home);
    expect(await quartet(['show', item!.run.id], home)).toMatchObject({ recipe: { model: { precision } } });
    await quartet(['predict', item!.run.id], home);
    const answers = (file: string) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line.includes(',test,'));
    expect(answers(runFile(item!.run.id, 'predictions.csv', home))).toEqual(
      answers(runFile(whole, 'predictions.csv')),
    );
  });

  test('its zip holds the card, and comes in elsewhere with it', async () => {
    const zip = join(place.folder, `${precision}.zip`);
    await quartet(['export', whole, '--zip', '--out', zip]);
    const files = unzipSync(await readFile(zip));
    const run = JSON.parse(strFromU8(files[`${whole}/run.json`]!)) as object;
    expect(run).toMatchObject({ recipe: { model: { precision } } });
    const home = join(place.folder, `${precision}-team-mate`);
    await quartet(['import', zip], home);
    expect(await readFile(runFile(whole, 'adapter/README.md', home), 'utf8')).toBe(
      await readFile(runFile(whole, 'adapter/README.md'), 'utf8'),
    );
  });

  test('its script asks bitsandbytes for the same base, and says that it needs it', async () => {
    const script = join(place.folder, `${precision}.py`);
    await quartet(['export', whole, '--python', '--out', script]);
    const text = await readFile(script, 'utf8');
    expect(text).toContain(`\nPRECISION = "${precision}"\n`);
    expect(text).toMatch(/pip install .*"bitsandbytes>=/);
    expect(text).toContain('bnb_4bit_use_double_quant=precision == "nf4-double-quant"');
  });
});
