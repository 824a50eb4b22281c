import { addConstant } from '../../graph/graph.ts';
import type { Builder } from '../../graph/builder.ts';
import type { Dim, Shape, Value } from '../../graph/value.ts';
import type { LinearModule } from '../family.ts';
import type { Adapt } from '../network.ts';
import { dropoutLevels, dropoutMask, keyWidth, rowKeysName } from './dropout.ts';

/** What decides an adapter's shape and strength, in PEFT's terms. */
export interface LoraSettings {
  readonly r: number;
  readonly alpha: number;
  /** Scale by α/√r instead of α/r (Kalajdzievski 2023). */
  readonly useRslora: boolean;
}

export interface LoraDropout {
  readonly rate: number;
  /** Column keys [keyWidth, width] of the masks of all modules that see the same rows, whole numbers as `dropout.ts` asks for them. */
  columnKeys(rows: LinearModule['rows'], width: number): Float32Array;
}

export interface LoraOptions {
  readonly modules: readonly LinearModule[];
  readonly settings: LoraSettings;
  readonly dropout: LoraDropout | null;
  /** A factor's value, under PEFT's name without prefix; asked for once, when its Linear is built. */
  parameter(name: string, shape: readonly [number, number]): Value;
  /** An input of the graph, for the keys of dropout masks. */
  input(name: string, dtype: 'f32', shape: Shape): Value;
}

/** Name of a factor: A is [r, in], B is [out, r]. */
export function parameterName(path: string, factor: 'A' | 'B'): string {
  return `${path}.lora_${factor}.weight`;
}

/** y = base + s·B(A(dropout(x))) on the given modules (Hu et al. 2022, as in PEFT); the others stay as they are. */
export function applyLora(g: Builder, options: LoraOptions): Adapt {
  const { settings, dropout, parameter } = options;
  const targets = new Map(options.modules.map((module) => [module.path, module]));
  const masks = dropout && dropout.rate > 0 ? createMasks(g, options, dropout) : null;
  const strength = scaling(settings) / (1 - (masks?.rate ?? 0));
  return (path, x, base) => {
    const module = targets.get(path);
    if (!module) return base;
    const { inFeatures, outFeatures } = module;
    const a = g.cast(parameter(parameterName(path, 'A'), [settings.r, inFeatures]), x.dtype);
    const b = g.cast(parameter(parameterName(path, 'B'), [outFeatures, settings.r]), x.dtype);
    // A Linear may be padded with zeros to a size that suits the hardware.
    const low = g.gemm(masks ? g.mul(x, masks.of(module, x)) : x, g.padTo(a, 1, x.shape[1]), {
      transB: true,
    });
    return g.gemm(low, g.padTo(b, 0, base.shape[1]), { transB: true, alpha: strength }, base);
  };
}

/** α/r, or α/√r. */
function scaling({ r, alpha, useRslora }: LoraSettings): number {
  return alpha / (useRslora ? Math.sqrt(r) : r);
}

/** Columns by which the masks of two neighbouring modules are apart in their pool: 16 bytes of bf16, so that copies are aligned. */
const stride = 8;

/**
 * Masks of all modules that see the same rows are stretches of one wide mask, each beginning elsewhere: no two modules
 * draw the same number for the same entry, and the wide mask is made once a micro-batch.
 */
function createMasks(g: Builder, { modules, input }: LoraOptions, dropout: LoraDropout) {
  const rate = Math.round(dropout.rate * dropoutLevels) / dropoutLevels;
  const pools = new Map<Dim, Value>();
  const pool = (kind: LinearModule['rows'], x: Value): Value => {
    const rows = x.shape[0]!;
    const known = pools.get(rows);
    if (known) return known;
    const seen = modules.filter((module) => module.rows === kind);
    const width = Math.max(...seen.map(({ inFeatures }) => inFeatures)) + stride * (seen.length + 1);
    const columns = addConstant(g.graph, 'f32', [keyWidth, width], dropout.columnKeys(kind, width));
    const keys = input(rowKeysName(rows), 'f32', [rows, keyWidth]);
    const made = g.outsideSegment(() => g.cast(dropoutMask(g, keys, columns, rate), x.dtype));
    pools.set(rows, made);
    return made;
  };
  const places = new Map<string, number>();
  for (const kind of ['text', 'vision'] as const)
    modules.filter(({ rows }) => rows === kind).forEach(({ path }, i) => places.set(path, stride * i));
  const of = (module: LinearModule, x: Value): Value => {
    const from = places.get(module.path)!;
    return g.slice(pool(module.rows, x), from, from + Number(x.shape[1]), 1);
  };
  return { rate, of };
}
