import { join } from 'node:path';
import { QuartetError } from '../common/errors.ts';
import { readJsonObject } from '../common/json-file.ts';
import { hostMessage } from '../messages/host-messages.ts';

/** What PEFT's `adapter_config.json` says, in our words; `targetModules` null is PEFT's choice for the architecture. */
export interface PeftConfig {
  readonly r: number;
  readonly alpha: number;
  /** Scale by α/√r instead of α/r (Kalajdzievski 2023). */
  readonly useRslora: boolean;
  readonly dropout: number;
  /** A list matches whole path segments at the end, a string is a regular expression over the whole path. */
  readonly targetModules: readonly string[] | string | null;
  readonly excludeModules: readonly string[] | string | null;
  /** A name on the hub or a folder of another machine. */
  readonly baseModel: string | null;
}

/** Reads an adapter folder's configuration. Errors: NOT_FOUND, INVALID_INPUT; UNSUPPORTED names the setting that Quartet cannot follow. */
export async function readPeftConfig(folder: string): Promise<PeftConfig> {
  const file = join(folder, 'adapter_config.json');
  const config = await readJsonObject(file);
  const refuse = (
    setting: string,
    fault: 'peft-unsupported' | 'peft-invalid' = 'peft-unsupported',
  ): never => {
    const value = JSON.stringify(config[setting]) ?? 'undefined';
    throw new QuartetError('UNSUPPORTED', hostMessage(fault, { file, setting, value }));
  };
  const { r, lora_alpha: alpha, lora_dropout: dropout } = config;
  if (config['peft_type'] !== 'LORA') refuse('peft_type');
  if (typeof r !== 'number' || !Number.isInteger(r) || r < 1) return refuse('r', 'peft-invalid');
  if (typeof alpha !== 'number') return refuse('lora_alpha', 'peft-invalid');
  if ((config['bias'] ?? 'none') !== 'none') refuse('bias');
  for (const flag of ['use_dora', 'fan_in_fan_out']) if (config[flag]) refuse(flag);
  for (const field of ['rank_pattern', 'alpha_pattern', 'modules_to_save']) {
    const value = config[field];
    if (value && Object.keys(value).length > 0) refuse(field);
  }
  const base = config['base_model_name_or_path'];
  return {
    r,
    alpha,
    useRslora: config['use_rslora'] === true,
    dropout: typeof dropout === 'number' ? dropout : 0,
    targetModules: patternOf(config['target_modules']),
    excludeModules: patternOf(config['exclude_modules']),
    baseModel: typeof base === 'string' && base !== '' ? base : null,
  };
}

function patternOf(value: unknown): readonly string[] | string | null {
  if (typeof value === 'string' && value !== '') return value;
  return Array.isArray(value) && value.length > 0 && value.every((name) => typeof name === 'string')
    ? value
    : null;
}
