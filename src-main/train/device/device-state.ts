import { disposeAll, type Held } from '../../runtime/device-session.ts';
import type { Feeds } from '../../runtime/tensor.ts';
import type { Transfer } from '../../runtime/transfer.ts';
import { groupFeeds, tensorsOf, type ParameterGroup } from './parameter-groups.ts';
import type { GroupState } from './update.ts';
import type { Tensors } from '../optimizer.ts';
import type { TrainerState } from '../trainer.ts';

/** A trainer's state as device tensors `<part>:<group>`, which every optimizer step replaces. */
export interface DeviceState {
  readonly held: Held;
  /** Those of one part alone. */
  part(part: keyof GroupState): Held;
  /** Takes what an optimizer step has replaced it with. */
  replace(next: Held): void;
  /** Copies it to the host. */
  read(adamSteps: number): Promise<TrainerState>;
  dispose(): void;
}

export async function createDeviceState(
  { parameters, adam, average }: TrainerState,
  groups: readonly ParameterGroup[],
  transfer: Transfer,
): Promise<DeviceState> {
  const sets: Partial<Record<keyof GroupState, Tensors>> = {
    theta: parameters,
    first: adam.first,
    second: adam.second,
    ...(average ? { average } : {}),
  };
  const parts = Object.keys(sets) as (keyof GroupState)[];
  const feeds = Object.assign({}, ...parts.map((part) => groupFeeds(part, groups, sets[part]!))) as Feeds;
  const count = parameters.length;
  let held = await transfer.toDevice(feeds);
  const partOf = (part: keyof GroupState): Held =>
    Object.fromEntries(groups.map(({ name }) => [`${part}:${name}`, held[`${part}:${name}`]!]));
  return {
    get held() {
      return held;
    },
    part: partOf,
    replace(next) {
      held = next;
    },
    async read(adamSteps) {
      const read = await transfer.toHost(held);
      const tensors = (part: keyof GroupState): Tensors => tensorsOf(part, groups, count, read);
      return {
        parameters: tensors('theta'),
        adam: { first: tensors('first'), second: tensors('second'), step: adamSteps },
        average: parts.includes('average') ? tensors('average') : null,
      };
    },
    dispose: () => disposeAll(held),
  };
}
