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
  /** Column keys [keyWidth, width] of the masks of all values that have the same rows, whole numbers as `dropout.ts` asks for them. */
  columnKeys(rows: LinearModule['rows'], width: number): Float32Array;
}

export interface LoraOptions {
  readonly modules: readonly LinearModule[];
  readonly settings: LoraSettings;
  readonly dropout: LoraDropout | null;
  /** Factors by PEFT's names without prefix, one on top of another, [rows, columns] in all; each is asked for once. Zeros may follow. */
  parameters(names: readonly string[], shape: readonly [number, number]): Value;
  /** An input of the graph, for the keys of dropout masks. */
  input(name: string, dtype: 'f32', shape: Shape): Value;
}

/** Name of a factor: A is [r, in], B is [out, r]. */
export function parameterName(path: string, factor: 'A' | 'B'): string {
  return `${path}.lora_${factor}.weight`;
}

/**
 * y = base + s·B(A(dropout(x))) on the given modules (Hu et al. 2022, as in PEFT); the others stay as they are. Those that
 * read the same x share its dropout (docs/decisions/0010), so that one product serves all their A, and one all its gradients.
 */
export function applyLora(g: Builder, options: LoraOptions): Adapt {
  const { settings, dropout, parameters } = options;
  const { r } = settings;
  const masks = dropout && dropout.rate > 0 ? createMasks(g, options, dropout) : null;
  const strength = scaling(settings) / (1 - (masks?.rate ?? 0));
  /** A(dropout(x)) of each module, [rows, r]. */
  const low = (x: Value, modules: readonly LinearModule[]): readonly Value[] => {
    const names = modules.map(({ path }) => parameterName(path, 'A'));
    const [{ inFeatures, reads, rows }] = modules as [LinearModule];
    const a = g.cast(parameters(names, [r * names.length, inFeatures]), x.dtype);
    const dropped = masks ? g.mul(x, masks.of(reads, rows, x)) : x;
    // A Linear may be padded with zeros to a size that suits the hardware.
    const all = g.gemm(dropped, g.padTo(a, 1, x.shape[1]), { transB: true });
    return names.length === 1 ? [all] : g.split(all, Array<number>(names.length).fill(r), 1);
  };
  return (x, parts) => {
    // In the order of the modules, in which a group of factors lies.
    const modules = options.modules.filter((module) => parts.some(({ path }) => path === module.path));
    if (modules.length === 0) return parts.map(({ base }) => base);
    const lows = low(x, modules);
    return parts.map(({ path, base }) => {
      const at = modules.findIndex((module) => module.path === path);
      if (at < 0) return base;
      const b = g.cast(parameters([parameterName(path, 'B')], [modules[at]!.outFeatures, r]), x.dtype);
      return g.gemm(lows[at]!, g.padTo(b, 0, base.shape[1]), { transB: true, alpha: strength }, base);
    });
  };
}

/** α/r, or α/√r. */
function scaling({ r, alpha, useRslora }: LoraSettings): number {
  return alpha / (useRslora ? Math.sqrt(r) : r);
}

/** Columns by which two masks are apart in their pool: 16 bytes of bf16, so that copies are aligned. */
const stride = 8;

/**
 * Masks of all values that have the same rows are stretches of one wide mask, each beginning elsewhere: no two of them
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
    const values = new Set(seen.map(({ reads }) => reads)).size;
    const width = Math.max(...seen.map(({ inFeatures }) => inFeatures)) + stride * (values + 1);
    const columns = addConstant(g.graph, 'f32', [keyWidth, width], dropout.columnKeys(kind, width));
    const keys = input(rowKeysName(rows), 'f32', [rows, keyWidth]);
    const made = g.outsideSegment(() => g.cast(dropoutMask(g, keys, columns, rate), x.dtype));
    pools.set(rows, made);
    return made;
  };
  const places = new Map<string, number>();
  for (const kind of ['text', 'vision'] as const) {
    const values = new Set(modules.filter(({ rows }) => rows === kind).map(({ reads }) => reads));
    [...values].forEach((name, i) => places.set(name, stride * i));
  }
  /** The mask of the value x [rows, columns] of that name. */
  const of = (name: string, kind: LinearModule['rows'], x: Value): Value => {
    const from = places.get(name)!;
    return g.slice(pool(kind, x), from, from + Number(x.shape[1]), 1);
  };
  return { rate, of };
}
