import { QuartetError } from '../../common/errors.ts';
import type { Snapshot } from '../../data/snapshot.ts';
import { hostMessage } from '../../messages/host-messages.ts';

/** Where a part of the model is on disk, and what its module path is in memory (transformers ≥ 4.52), which PEFT uses. */
export interface WeightNames {
  text(part: string): string;
  vision(part: string): string;
  textPath(part: string): string;
  visionPath(part: string): string;
  readonly head: string;
}

/** The hub's snapshots keep the old names (`model.layers…`, `visual…`); those saved by newer code may have either. */
export function weightNames(snapshot: Snapshot): WeightNames {
  const layouts = [
    { text: 'model.', vision: 'visual.' },
    { text: 'model.language_model.', vision: 'model.visual.' },
    { text: 'language_model.', vision: 'visual.' },
  ];
  const layout = layouts.find(({ text }) => snapshot.tensors.has(`${text}embed_tokens.weight`));
  if (!layout)
    throw new QuartetError('INVALID_INPUT', hostMessage('no-qwen-vl', { folder: snapshot.folder }));
  return {
    text: (part) => layout.text + part,
    vision: (part) => layout.vision + part,
    textPath: (part) => `model.language_model.${part}`,
    visionPath: (part) => `model.visual.${part}`,
    head: 'lm_head.weight',
  };
}

/** Module paths before transformers 4.52, which older adapter files hold, to those of today. */
export function modulePath(path: string): string {
  return path
    .replace(/^model\.layers\./, 'model.language_model.layers.')
    .replace(/^visual\./, 'model.visual.');
}
