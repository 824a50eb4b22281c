import type { Family } from '../family.ts';
import { openQwenVl } from '../qwen-vl/open.ts';
import { visionConfig } from './config.ts';
import { qwen25Tower } from './vision.ts';

const name = 'Qwen2.5-VL';

/** Qwen2.5-VL (Bai et al. 2025), from any snapshot whose config.json says `qwen2_5_vl`. */
export const qwen25Vl: Family = {
  name,
  modelTypes: ['qwen2_5_vl'],
  open: (snapshot) => openQwenVl(snapshot, { name, visionConfig, tower: qwen25Tower }),
};
