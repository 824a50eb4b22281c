import type { Arena } from '../../graph/memory/arena.ts';
import { constantBytes, replay } from '../../graph/memory/replay.ts';
import { schedule } from '../../graph/memory/schedule.ts';
import { bindSizes } from '../../runtime/sizes.ts';
import { buildTowerGraph } from '../graphs.ts';
import type { ForecastContext, Load } from './load.ts';
import type { PeakBytes } from './peak.ts';

/** What the session of a frozen tower takes beside the one that trains: it sees a picture at a time. */
export function towerPeak({ source }: ForecastContext, { example }: Load, arena: Arena): PeakBytes {
  const graph = buildTowerGraph(source);
  const { gridHeight, gridWidth } = example.pictures[0]!;
  // Sizes alone matter.
  const picture = { gridHeight, gridWidth, pixels: new Uint8Array() };
  const feeds = source.model.feedPictures([picture], source.form);
  const fed = graph.inputs.filter(({ name }) => feeds[name]);
  const sizes = bindSizes(graph.name, fed, feeds);
  const plan = schedule(graph);
  replay(plan, { arena, sizes, copies: () => true });
  return { weights: constantBytes(plan, sizes), state: 0, inUse: arena.peak, held: arena.held };
}
