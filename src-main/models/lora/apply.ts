import { addConstant, addInput } from '../../graph/graph.ts';
import type { Builder } from '../../graph/builder.ts';
import type { Value } from '../../graph/value.ts';
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

export interface AppliedLora {
  readonly adapt: Adapt;
  /** The adapter's tensors as graph inputs, in PEFT's names without prefix, filled while the network is built. */
  readonly parameters: Map<string, Value>;
}

/** Name of a factor: A is [r, in], B is [out, r]. */
export function parameterName(path: string, factor: 'A' | 'B'): string {
  return `${path}.lora_${factor}.weight`;
}

/** y = base + s·B(A(dropout(x))) on the given modules (Hu et al. 2022, as in PEFT); the others stay as they are. */
export function applyLora(
  g: Builder,
  modules: readonly LinearModule[],
  settings: LoraSettings,
  dropout: LoraDropout | null,
): AppliedLora {
  const targets = new Map(modules.map((module) => [module.path, module]));
  const parameters = new Map<string, Value>();
  const input = (name: string, shape: readonly [number, number]): Value => {
    const value = addInput(g.graph, name, 'f32', shape);
    parameters.set(name, value);
    return value;
  };
  const rowKeys = new Map<string, Value>();
  const adapt: Adapt = (path, x, base) => {
    const module = targets.get(path);
    if (!module) return base;
    const { inFeatures, outFeatures } = module;
    const a = input(parameterName(path, 'A'), [settings.r, inFeatures]);
    const b = input(parameterName(path, 'B'), [outFeatures, settings.r]);
    const rate = dropout ? Math.round(dropout.rate * dropoutLevels) / dropoutLevels : 0;
    let seen = x;
    if (dropout && rate > 0) {
      const columns = addConstant(
        g.graph,
        'f32',
        [keyWidth, inFeatures],
        dropout.columnKeys(path, inFeatures),
      );
      seen = g.mul(x, dropoutMask(g, rowKeysOf(g, rowKeys, x), columns, rate));
    }
    const strength = scaling(settings) / (1 - rate);
    return g.gemm(g.gemm(seen, a, { transB: true }), b, { transB: true, alpha: strength }, base);
  };
  return { adapt, parameters };
}

/** α/r, or α/√r. */
function scaling({ r, alpha, useRslora }: LoraSettings): number {
  return alpha / (useRslora ? Math.sqrt(r) : r);
}

/** Row keys [rows, keyWidth], one input for all modules that see the same rows. */
function rowKeysOf(g: Builder, known: Map<string, Value>, x: Value): Value {
  const rows = x.shape[0]!;
  const name = `dropoutRows:${rows}`;
  const value = known.get(name) ?? addInput(g.graph, name, 'f32', [rows, keyWidth]);
  known.set(name, value);
  return value;
}
