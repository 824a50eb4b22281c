import type { Family } from '../family.ts';
import { openQwenVl } from '../qwen-vl/open.ts';
import { visionConfig } from './config.ts';
import { qwen2Tower } from './vision.ts';

const name = 'Qwen2-VL';

/** Qwen2-VL (Wang et al. 2024), from any snapshot whose config.json says `qwen2_vl`. */
export const qwen2Vl: Family = {
  name,
  modelTypes: ['qwen2_vl'],
  open: (snapshot) => openQwenVl(snapshot, { name, visionConfig, tower: qwen2Tower }),
};
