import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { QuartetError } from '../../common/errors.ts';
import { writeFileAtomic } from '../../common/atomic-file.ts';
import { adapterCard, adapterCardName, type FourBitBase } from '../../data/adapter-card.ts';
import { readPeftConfig, type PeftConfig } from '../../data/peft-config.ts';
import { readHeader, readTensor } from '../../data/safetensors.ts';
import { writeSafetensors } from '../../data/safetensors-write.ts';
import type { Model } from '../family.ts';
import { parameterName, type LoraSettings } from './apply.ts';
import { matchModules, type ModulePattern } from './match.ts';
import { hostMessage } from '../../messages/host-messages.ts';

const prefix = 'base_model.model.';

/** An adapter in memory: its settings and tensors under PEFT's names without prefix. */
export interface Adapter {
  readonly settings: LoraSettings;
  readonly tensors: ReadonlyMap<string, Float32Array>;
}

export interface AdapterConfig extends LoraSettings {
  readonly dropout: number;
  readonly targetModules: ModulePattern;
  readonly excludeModules: ModulePattern | null;
  readonly baseModel: string;
  /** How the base model's matrices lay in 4 bits; null where they did not. */
  readonly fourBit: FourBitBase | null;
}

/** Writes `adapter_config.json`, `adapter_model.safetensors` and a card as PEFT 0.21 does, so that PEFT loads them. */
export async function writeAdapter(
  folder: string,
  config: AdapterConfig,
  tensors: readonly { name: string; shape: readonly number[]; data: Float32Array }[],
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const named = tensors.map(({ name, shape, data }) => ({ name: prefix + name, shape: [...shape], data }));
  await writeSafetensors(join(folder, 'adapter_model.safetensors'), named, { format: 'pt' });
  const json = {
    peft_type: 'LORA',
    task_type: 'CAUSAL_LM',
    base_model_name_or_path: config.baseModel,
    r: config.r,
    lora_alpha: config.alpha,
    lora_dropout: config.dropout,
    target_modules: config.targetModules,
    exclude_modules: config.excludeModules,
    use_rslora: config.useRslora,
    use_dora: false,
    bias: 'none',
    fan_in_fan_out: false,
    init_lora_weights: true,
    inference_mode: true,
    modules_to_save: null,
    rank_pattern: {},
    alpha_pattern: {},
    peft_version: '0.21.0',
  };
  await writeFileAtomic(join(folder, adapterCardName), adapterCard(config.baseModel, config.fourBit));
  await writeFileAtomic(join(folder, 'adapter_config.json'), `${JSON.stringify(json, null, 2)}\n`);
}

/** Reads an adapter that PEFT or Quartet wrote; every key must meet a Linear of the model and every target a key. */
export async function readAdapter(folder: string, model: Model): Promise<Adapter> {
  const config = await readPeftConfig(folder);
  const { r, alpha, useRslora } = config;
  const settings = { r, alpha, useRslora };
  const file = join(folder, 'adapter_model.safetensors');
  const header = await readHeader(file);
  const tensors = new Map<string, Float32Array>();
  const unknown: string[] = [];
  for (const [key, entry] of header.tensors) {
    const known = resolveKey(key, model);
    if (!known) {
      unknown.push(key);
      continue;
    }
    const { module, factor, name } = known;
    const shape = factor === 'A' ? [settings.r, module.inFeatures] : [module.outFeatures, settings.r];
    if (entry.shape.length !== 2 || entry.shape.some((size, i) => size !== shape[i]))
      throw new QuartetError(
        'INVALID_INPUT',
        hostMessage('adapter-shape', {
          file,
          key,
          found: entry.shape.join(', '),
          r: settings.r,
          needed: shape.join(', '),
        }),
      );
    tensors.set(name, await readTensor(entry));
  }
  if (unknown.length > 0)
    throw new QuartetError(
      'INVALID_INPUT',
      hostMessage('adapter-unknown-keys', {
        file,
        unknown: unknown.length,
        total: header.tensors.size,
        first: unknown[0]!,
      }),
    );
  checkComplete(config, model, tensors, file);
  return { settings, tensors };
}

function resolveKey(key: string, model: Model) {
  const match = /^base_model\.model\.(.+)\.lora_([AB])\.(?:default\.)?weight$/.exec(key);
  if (!match) return null;
  const path = model.modulePath(match[1]!);
  const module = model.linears.find((linear) => linear.path === path);
  const factor = match[2] as 'A' | 'B';
  return module ? { module, factor, name: parameterName(path, factor) } : null;
}

/** Both factors of a module, and every module that the config names: a part of an adapter would answer wrongly in silence. */
function checkComplete(
  { targetModules, excludeModules }: PeftConfig,
  model: Model,
  tensors: ReadonlyMap<string, Float32Array>,
  file: string,
): void {
  const lonely = [...tensors.keys()].find(
    (name) =>
      !tensors.has(
        name.replace(/lora_[AB]\.weight$/, (end) => (end.includes('A') ? 'lora_B.weight' : 'lora_A.weight')),
      ),
  );
  if (lonely)
    throw new QuartetError('INVALID_INPUT', hostMessage('adapter-half-pair', { file, key: lonely }));
  if (targetModules === null) return;
  // Adapters of the text alone name the same suffixes; the tower's modules are then all absent, not some.
  const vision = [...tensors.keys()].some((name) =>
    model.linears.some((l) => l.rows === 'vision' && name.startsWith(`${l.path}.`)),
  );
  const expected = matchModules(model.linears, { targetModules, excludeModules, vision });
  const absent = expected.filter(({ path }) => !tensors.has(parameterName(path, 'A')));
  if (absent.length > 0)
    throw new QuartetError(
      'INVALID_INPUT',
      hostMessage('adapter-modules-absent', {
        file,
        absent: absent.length,
        expected: expected.length,
        first: absent[0]!.path,
      }),
    );
}
