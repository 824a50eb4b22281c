import { disposeAll, type Held } from '../../runtime/device-session.ts';
import type { Provider } from '../../runtime/providers.ts';
import type { Feeds } from '../../runtime/tensor.ts';
import { createTransfer } from '../../runtime/transfer.ts';
import { groupFeeds, type ParameterGroup } from '../device/parameter-groups.ts';
import type { GroupState } from '../device/update.ts';
import type { Tensors } from '../optimizer.ts';
import type { TrainerState } from '../trainer.ts';

/** A trainer's state as device tensors `<part>:<group>`, which every optimizer step replaces. */
export interface DeviceState {
  readonly held: Held;
  /** Those of one part alone. */
  part(part: keyof GroupState): Held;
  /** Takes over what an optimizer step made, and disposes of what was before. */
  replace(next: Held): void;
  /** Copies it to the host. */
  read(adamSteps: number): Promise<TrainerState>;
  dispose(): Promise<void>;
}

export async function createDeviceState(
  { parameters, adam, average }: TrainerState,
  groups: readonly ParameterGroup[],
  provider: Provider,
): Promise<DeviceState> {
  const sets: Partial<Record<keyof GroupState, Tensors>> = {
    theta: parameters,
    first: adam.first,
    second: adam.second,
    ...(average ? { average } : {}),
  };
  const parts = Object.keys(sets) as (keyof GroupState)[];
  const feeds = Object.assign({}, ...parts.map((part) => groupFeeds(part, groups, sets[part]!))) as Feeds;
  const shapes = Object.fromEntries(Object.entries(feeds).map(([name, { shape }]) => [name, shape]));
  const transfer = await createTransfer(provider, shapes);
  let held = await transfer.toDevice(feeds);
  const partOf = (part: keyof GroupState): Held =>
    Object.fromEntries(groups.map(({ name }) => [`${part}:${name}`, held[`${part}:${name}`]!]));
  return {
    get held() {
      return held;
    },
    part: partOf,
    replace(next) {
      disposeAll(held);
      held = next;
    },
    async read(adamSteps) {
      const read = await transfer.toHost(held);
      const tensors = (part: keyof GroupState): Tensors => unstacked(part, groups, parameters.length, read);
      return {
        parameters: tensors('theta'),
        adam: { first: tensors('first'), second: tensors('second'), step: adamSteps },
        average: average && tensors('average'),
      };
    },
    async dispose() {
      disposeAll(held);
      await transfer.dispose();
    },
  };
}

function unstacked(
  part: keyof GroupState,
  groups: readonly ParameterGroup[],
  count: number,
  feeds: Feeds,
): Tensors {
  const tensors = Array<Float32Array>(count);
  for (const { name, members } of groups) {
    const data = feeds[`${part}:${name}`]!.data as Float32Array;
    let at = 0;
    for (const { index, shape } of members) tensors[index] = data.slice(at, (at += shape[0] * shape[1]));
  }
  return tensors;
}
