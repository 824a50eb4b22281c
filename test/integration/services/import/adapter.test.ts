import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readHeader } from '../../../../src-main/data/safetensors.ts';
import type { Host } from '../../../../src-main/host/host.ts';
import { addChallenge } from '../../../../src-main/services/challenge-browser.ts';
import { importPath, type Told } from '../../../../src-main/services/import/import-path.ts';
import { writeSafetensors } from '../../../../src-main/data/safetensors-write.ts';
import { predictRun } from '../../../../src-main/services/predict.ts';
import { answerAdapter } from '../../../../src-main/services/runs/answer-adapter.ts';
import { folderOf, loadRun } from '../../../../src-main/services/runs/store.ts';
import { createWorkbench } from '../../../../src-main/services/workbench.ts';
import { makeHome, openHost } from '../../fixtures/home.ts';
import { plainRecipe } from '../../fixtures/recipe.ts';
import { until } from '../../fixtures/until.ts';

let place: Awaited<ReturnType<typeof makeHome>>;
let host: Host;
let challengeId: string;
let adapter: string;

beforeEach(async () => {
  place = await makeHome();
  host = await openHost(place.home);
  challengeId = (await addChallenge(host, { folder: place.challenge })).id;
  adapter = join(place.folder, 'colab adapter');
  await mkdir(adapter);
  await writeConfig({});
  await writeWeights(16);
});

afterEach(async () => {
  host.dispose();
  await place.close();
});

/** As PEFT 0.17 writes it after a training on Colab. */
const writeConfig = (changes: object) =>
  writeFile(
    join(adapter, 'adapter_config.json'),
    JSON.stringify({
      peft_type: 'LORA',
      base_model_name_or_path: 'Qwen/Qwen2.5-VL-7B-Instruct',
      r: 16,
      lora_alpha: 64,
      lora_dropout: 0.1,
      target_modules: ['q_proj', 'v_proj'],
      bias: 'none',
      ...changes,
    }),
  );

function writeWeights(r: number): Promise<void> {
  const name = 'base_model.model.model.language_model.layers.0.self_attn.q_proj';
  return writeSafetensors(join(adapter, 'adapter_model.safetensors'), [
    { name: `${name}.lora_A.weight`, shape: [r, 8], data: new Float32Array(r * 8) },
    { name: `${name}.lora_B.weight`, shape: [8, r], data: new Float32Array(r * 8) },
  ]);
}

const told = (values: Partial<Told> = {}): Told => ({
  challengeId,
  member: '민',
  at: null,
  public: null,
  private: null,
  note: 'from Colab',
  recipe: plainRecipe,
  modelFolder: null,
  ...values,
});

const imported = async (values: Partial<Told> = {}) =>
  (await importPath(host, adapter, told(values), { preview: false }))[0]!;

test('what an adapter tells is known, the rest is not; the base model may be missing', async () => {
  const { run: item, verdict } = await imported();
  expect(verdict).toBe('new');
  const run = await loadRun(host, item!.id);
  expect(run).toMatchObject({
    kind: 'adapter',
    name: 'colab adapter',
    status: 'done',
    model: { name: 'Qwen2.5-VL-7B-Instruct', fingerprint: '' },
    recipe: {
      lora: { r: 16, alpha: 64, dropout: 0.1, targetModules: ['q_proj', 'v_proj'], vision: false },
      model: { folder: 'Qwen/Qwen2.5-VL-7B-Instruct' },
    },
  });
  expect(run.unknownFields).toContain('training.learningRate');
  expect(run.unknownFields).not.toContain('lora.r');
  const { tensors } = await readHeader(join(folderOf(host, run.id).adapter, 'adapter_model.safetensors'));
  expect(tensors.size).toBe(2);
  expect(await imported()).toMatchObject({ verdict: 'here' });
});

/** As PEFT's card of an adapter of a quantised model has it. */
const writeCard = (settings: string) =>
  writeFile(
    join(adapter, 'README.md'),
    `---\nlibrary_name: peft\n---\n## Training procedure\n\n\nThe following \`bitsandbytes\` quantization config was used during training:\n${settings}\n### Framework versions\n\n- PEFT 0.17.0\n`,
  );

test('its card tells the precision of its base, and goes along', async () => {
  await writeCard('- load_in_4bit: True\n- bnb_4bit_quant_type: nf4\n- bnb_4bit_use_double_quant: True');
  const { run: item } = await imported();
  const run = await loadRun(host, item!.id);
  expect(run.recipe.model.precision).toBe('nf4-double-quant');
  expect(run.warnings).toEqual([]);
  expect(existsSync(join(folderOf(host, run.id).adapter, 'README.md'))).toBe(true);
});

test('a base in another quantisation is answered as the recipe says, with a warning', async () => {
  await writeCard('- load_in_8bit: True\n- load_in_4bit: False\n- bnb_4bit_quant_type: fp4');
  const { run: item } = await imported();
  const { recipe, warnings } = await loadRun(host, item!.id);
  expect(recipe.model.precision).toBe(plainRecipe.model.precision);
  expect(warnings).toEqual([expect.stringContaining('8 bits or fp4')]);
});

test('with a model it answers through the queue and has a submission with a score', async () => {
  const { run } = await imported();
  const workbench = await createWorkbench(host, 'headless');
  const { services, queue } = workbench;
  await expect(answerAdapter(services, queue, { id: run!.id, modelFolder: null })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  await answerAdapter(services, queue, { id: run!.id, modelFolder: 'tiny-vl' });
  await until(async () => ((await loadRun(host, run!.id)).submission?.scores.length ?? 0) > 0);
  await workbench.dispose();
  const after = await loadRun(host, run!.id);
  expect(after).toMatchObject({ status: 'done', model: { name: 'tiny-vl' }, recipe: { lora: { r: 16 } } });
  expect(after.model.fingerprint).toMatch(/^[0-9a-f]{64}$/);
  expect(existsSync(folderOf(host, run!.id).submission)).toBe(true);
  // Another model than the one it was answered with is not taken by mistake.
  const other = join(place.folder, 'other-model');
  await mkdir(other);
  await writeFile(join(other, 'config.json'), '{}');
  await writeSafetensors(join(other, 'model.safetensors'), []);
  await expect(predictRun(host, run!.id, 'test', {}, other)).rejects.toMatchObject({ code: 'CONFLICT' });
});

test.each([
  [
    'a rank that the weights do not have',
    () => writeConfig({ r: 8 }),
    /rank 16, adapter_config\.json says 8/,
  ],
  ['another kind of adapter', () => writeConfig({ peft_type: 'IA3' }), /peft_type/],
  ['what would change the answers', () => writeConfig({ use_dora: true }), /use_dora/],
  ['no weights', () => rm(join(adapter, 'adapter_model.safetensors')), /adapter_model\.safetensors/],
  ['no configuration', () => rm(join(adapter, 'adapter_config.json')), /adapter_config\.json/],
  [
    'weights that are cut off',
    async () => {
      const file = join(adapter, 'adapter_model.safetensors');
      await writeFile(file, (await readFile(file)).subarray(0, 300));
    },
    /adapter_model\.safetensors/,
  ],
])('refused: %s', async (_, spoil, message) => {
  await spoil();
  const item = await imported();
  expect(item.verdict).toBe('broken');
  expect(item.message).toMatch(message);
});

test("a run's own adapter folder, exported, comes back as an adapter", async () => {
  const copy = join(place.folder, 'copy');
  await cp(adapter, copy, { recursive: true });
  await imported();
  const [again] = await importPath(host, copy, told(), { preview: true });
  // The same weights, whatever the folder is called.
  expect(again).toMatchObject({ verdict: 'here' });
});
