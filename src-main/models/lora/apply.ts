import { addConstant } from '../../graph/graph.ts';
import type { Builder } from '../../graph/builder.ts';
import type { Shape, Value } from '../../graph/value.ts';
import type { LinearModule } from '../family.ts';
import type { Adapt } from '../network.ts';
import { dropoutLevels, dropoutMask, keyWidth } from './dropout.ts';

/** What decides an adapter's shape and strength, in PEFT's terms. */
export interface LoraSettings {
  readonly r: number;
  readonly alpha: number;
  /** Scale by α/√r instead of α/r (Kalajdzievski 2023). */
  readonly useRslora: boolean;
}

export interface LoraDropout {
  readonly rate: number;
  /** Column keys [keyWidth, inFeatures] of a module's masks, whole numbers as `dropout.ts` asks for them. */
  columnKeys(path: string, inFeatures: number): Float32Array;
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
  const rate = dropout ? Math.round(dropout.rate * dropoutLevels) / dropoutLevels : 0;
  const strength = scaling(settings) / (1 - rate);
  const dropped = (path: string, x: Value, inFeatures: number): Value => {
    if (!dropout || rate === 0) return x;
    const keys = [keyWidth, inFeatures];
    const columns = addConstant(g.graph, 'f32', keys, dropout.columnKeys(path, inFeatures));
    return g.mul(x, g.cast(dropoutMask(g, rowKeys(options, x), columns, rate), x.dtype));
  };
  return (path, x, base) => {
    const module = targets.get(path);
    if (!module) return base;
    const { inFeatures, outFeatures } = module;
    const a = g.cast(parameter(parameterName(path, 'A'), [settings.r, inFeatures]), x.dtype);
    const b = g.cast(parameter(parameterName(path, 'B'), [outFeatures, settings.r]), x.dtype);
    const low = g.gemm(dropped(path, x, inFeatures), a, { transB: true });
    return g.gemm(low, b, { transB: true, alpha: strength }, base);
  };
}

/** α/r, or α/√r. */
function scaling({ r, alpha, useRslora }: LoraSettings): number {
  return alpha / (useRslora ? Math.sqrt(r) : r);
}

/** Row keys [rows, keyWidth], one input for all modules that see the same rows. */
function rowKeys({ input }: LoraOptions, x: Value): Value {
  const rows = x.shape[0]!;
  return input(`dropoutRows:${rows}`, 'f32', [rows, keyWidth]);
}
