import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromSystemError } from '../common/errors.ts';
import type { FourBitKind } from '../common/nf4.ts';

/** The card of an adapter folder, as PEFT calls it. */
export const adapterCardName = 'README.md';

/** A base model whose matrices lay in 4 bits, and what was computed with them. */
export interface FourBitBase {
  readonly kind: FourBitKind;
  readonly computed: 'f32' | 'bf16' | 'f16';
}

/** The line under which PEFT's own cards list a base model's quantisation. */
const heading = 'The following `bitsandbytes` quantization config was used during training:';

const torchNames = { f32: 'float32', bf16: 'bfloat16', f16: 'float16' } as const;

/** The card that PEFT would write: the base model and, where its matrices lay in 4 bits, how, and how to load it so again. */
export function adapterCard(baseModel: string, base: FourBitBase | null): string {
  return [
    '---',
    `base_model: ${JSON.stringify(baseModel)}`,
    'library_name: peft',
    '---',
    '',
    'A LoRA adapter for PEFT, trained with Quartet.',
    ...(base === null ? [] : ['', '## Training procedure', '', heading, ...settings(base)]),
    ...(base === null ? [] : ['', ...loading(baseModel, base)]),
    '',
  ].join('\n');
}

function settings({ kind, computed }: FourBitBase): string[] {
  return [
    '- quant_method: bitsandbytes',
    '- load_in_8bit: False',
    '- load_in_4bit: True',
    '- bnb_4bit_quant_type: nf4',
    `- bnb_4bit_use_double_quant: ${pythonBoolean(kind === 'nf4-double-quant')}`,
    `- bnb_4bit_compute_dtype: ${torchNames[computed]}`,
  ];
}

function loading(baseModel: string, { kind, computed }: FourBitBase): string[] {
  return [
    'It learned beside the rounding of 4 bits: load the base model in them again.',
    '',
    '```python',
    'import torch',
    'from peft import PeftModel',
    'from transformers import AutoModelForImageTextToText, BitsAndBytesConfig',
    '',
    'quantization = BitsAndBytesConfig(',
    '    load_in_4bit=True,',
    '    bnb_4bit_quant_type="nf4",',
    `    bnb_4bit_use_double_quant=${pythonBoolean(kind === 'nf4-double-quant')},`,
    `    bnb_4bit_compute_dtype=torch.${torchNames[computed]},`,
    ')',
    `base = AutoModelForImageTextToText.from_pretrained(${JSON.stringify(baseModel)}, quantization_config=quantization)`,
    'model = PeftModel.from_pretrained(base, "THIS_FOLDER")',
    '```',
  ];
}

function pythonBoolean(value: boolean): string {
  return value ? 'True' : 'False';
}

/** The 4-bit form of an adapter's base by its card; `other` for a quantisation that Quartet has not, null where none is told of. */
export async function readBaseQuantization(folder: string): Promise<FourBitKind | 'other' | null> {
  const file = join(folder, adapterCardName);
  const card = await readFile(file, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw fromSystemError(error, 'cannot-read', file);
  });
  const [, told] = card.split(heading);
  if (told === undefined) return null;
  const lines = [...told.matchAll(/^- (\w+): (.*\S)/gm)].map(([, name, value]) => [name!, value!] as const);
  const config = new Map(lines);
  if (config.get('load_in_4bit') !== 'True' || config.get('bnb_4bit_quant_type') !== 'nf4') return 'other';
  return config.get('bnb_4bit_use_double_quant') === 'True' ? 'nf4-double-quant' : 'nf4';
}
