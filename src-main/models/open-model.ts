import { join } from 'node:path';
import { QuartetError } from '../common/errors.ts';
import type { Snapshot } from '../data/snapshot.ts';
import type { Family, Model } from './family.ts';
import { qwen25Vl } from './qwen2-5-vl/index.ts';
import { qwen2Vl } from './qwen2-vl/index.ts';
import { hostMessage } from '../messages/host-messages.ts';

const families: readonly Family[] = [qwen25Vl, qwen2Vl];

/** Opens a snapshot with the family that its config.json names; an unknown architecture says which are known. */
export async function openModel(snapshot: Snapshot): Promise<Model> {
  const type = snapshot.config['model_type'];
  const family = families.find(({ modelTypes }) => modelTypes.includes(String(type)));
  if (family) return family.open(snapshot);
  const known = families.flatMap(({ modelTypes }) => modelTypes).join(', ');
  const file = join(snapshot.folder, 'config.json');
  throw new QuartetError(
    'UNSUPPORTED',
    hostMessage('model-type-unknown', { file, type: JSON.stringify(type) ?? 'undefined', known }),
  );
}
