import { cp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Host } from '../../../src-main/host/host.ts';
import { pythonOf } from '../../../src-main/services/export-python.ts';
import { predictRun } from '../../../src-main/services/predict.ts';
import { createRun } from '../../../src-main/services/runs/create.ts';
import { launchRun } from '../../../src-main/services/runs/launch.ts';
import { loadRun, updateRun } from '../../../src-main/services/runs/store.ts';
import { makeHome, openHost } from '../fixtures/home.ts';
import { plainRecipe } from '../fixtures/recipe.ts';

let place: Awaited<ReturnType<typeof makeHome>>;
let host: Host;
let model: string;

beforeEach(async () => {
  place = await makeHome();
  host = await openHost(place.home);
  model = join(place.folder, 'model');
  await cp(join(host.resources, 'tiny-vl'), model, { recursive: true });
});

afterEach(async () => {
  delete process.env['STAND_IN'];
  host.dispose();
  await place.close();
});

function newRun() {
  const recipe = { ...plainRecipe, model: { ...plainRecipe.model, folder: model } };
  return createRun(host, { challenge: { folder: place.challenge }, recipe, name: 'first' });
}

/** As when a merged adapter replaces the weights: same names, shapes and size, and the same first MiB. */
async function mergeInto(name: string): Promise<void> {
  const handle = await open(join(model, name), 'r+');
  await handle.write(Buffer.alloc(4 * 2 ** 20, 1), 0, 4 * 2 ** 20, 6 * 2 ** 20);
  await handle.close();
}

const changed = (names: string) => ({
  code: 'CONFLICT',
  message: `The model in ${model} is not what it was when first began; these files differ: ${names}. Put them back, give the folder that still has that model, or start a new run with this recipe.`,
});

test('a stopped run does not go on with another model, and does with its own again', async () => {
  const { id } = await newRun();
  process.env['STAND_IN'] = 'slow';
  const stop = new AbortController();
  const onEvent = ({ type }: { type: string }): void => void (type === 'metric' && stop.abort());
  await launchRun(host, id, { stop: stop.signal, onEvent });
  expect(await loadRun(host, id)).toMatchObject({ status: 'stopped', outcome: { resumable: true } });
  const before = await readFile(join(model, 'model.safetensors'));
  await mergeInto('model.safetensors');
  await expect(launchRun(host, id)).rejects.toMatchObject(changed('model.safetensors'));
  expect(await loadRun(host, id)).toMatchObject({ status: 'stopped', outcome: { resumable: true } });
  await writeFile(join(model, 'model.safetensors'), before);
  delete process.env['STAND_IN'];
  expect(await launchRun(host, id)).toMatchObject({ status: 'done' });
});

test('a run answers with the model that it was made with only, evaluation included', async () => {
  const { id } = await newRun();
  await launchRun(host, id);
  await predictRun(host, id, 'validation');
  const template = await readFile(join(model, 'chat_template.json'), 'utf8');
  await writeFile(join(model, 'chat_template.json'), template.replace('system', 'System'));
  await rm(join(model, 'generation_config.json'));
  for (const split of ['validation', 'test'] as const)
    await expect(predictRun(host, id, split)).rejects.toMatchObject(
      changed('chat_template.json, generation_config.json'),
    );
  // Where the model still is, the run still answers.
  await predictRun(host, id, 'test', {}, 'tiny-vl');
});

test('an exported script says that the model changed, and nothing where it did not or is not here', async () => {
  const { id } = await newRun();
  expect(await pythonOf(host, id, null)).not.toContain('WARNING');
  await mergeInto('model.safetensors');
  expect(await pythonOf(host, id, null)).toContain(`WARNING: ${changed('model.safetensors').message}`);
  await rm(model, { recursive: true });
  expect(await pythonOf(host, id, null)).not.toContain('WARNING');
});

test('a run of an earlier version, which has one hash for all, is refused as well', async () => {
  const { id } = await newRun();
  await updateRun(host, id, ({ model: { name, fingerprint } }) => ({ model: { name, fingerprint } }));
  const config = await readFile(join(model, 'config.json'), 'utf8');
  await writeFile(join(model, 'config.json'), `${config}\n`);
  await expect(launchRun(host, id)).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringContaining('holds other weights than model, with which first was made') as string,
  });
});
