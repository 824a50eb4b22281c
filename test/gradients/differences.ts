import { createBuilder } from '../../src-main/graph/builder.ts';
import { gradients } from '../../src-main/graph/gradients.ts';
import { addInput, addOutput, createGraph, type Graph } from '../../src-main/graph/graph.ts';
import { lowerComposed } from '../../src-main/graph/passes/lower-composed.ts';
import { lowerNf4 } from '../../src-main/graph/passes/lower-nf4.ts';
import { tidy } from '../../src-main/graph/passes/tidy.ts';
import { evaluate } from '../../src-main/graph/shape.ts';
import type { Value } from '../../src-main/graph/value.ts';
import type { Provider } from '../../src-main/runtime/providers.ts';
import { createSession } from '../../src-main/runtime/session.ts';
import type { Feeds, Tensor } from '../../src-main/runtime/tensor.ts';
import type { CaseInput, GradientCase } from './cases.ts';

/** Gradients of Σ yₖ·cₖ over all outputs, by the names of the inputs. */
export type Gradients = Readonly<Record<string, Float64Array>>;

/** A case as a graph: inputs x0, x1, …, the outputs y0, y1, …, and their cotangents c0, c1, … */
function begin(gradientCase: GradientCase, name: string) {
  const g = createBuilder(createGraph(name));
  const inputs = gradientCase.inputs.map(({ indices, shape }, i) =>
    addInput(g.graph, `x${i}`, indices ? 'i64' : 'f32', shape),
  );
  const built = gradientCase.build(g, ...inputs);
  const outputs: readonly Value[] = Array.isArray(built) ? (built as Value[]) : [built as Value];
  return { g, inputs, outputs, varying: inputs.filter((_, i) => isVarying(gradientCase.inputs[i]!)) };
}

function isVarying({ indices, table }: CaseInput): boolean {
  return !indices && !table;
}

/** The forward graph alone, untouched by passes. */
export function forwardGraph(gradientCase: GradientCase): Graph {
  const { g, outputs } = begin(gradientCase, `${gradientCase.name}, forward`);
  outputs.forEach((y, i) => addOutput(g.graph, `y${i}`, y));
  return g.graph;
}

/** The graph of the gradients, after the passes that training graphs go through. */
export function gradientGraph(gradientCase: GradientCase, provider: Provider): Graph {
  const { g, outputs, varying } = begin(gradientCase, `${gradientCase.name}, gradients`);
  const parts = outputs.map((y, i) => {
    const weighted = g.mul(y, addInput(g.graph, `c${i}`, 'f32', y.shape));
    return y.shape.length > 0 ? g.reduceSum(weighted, [...y.shape.keys()], false) : weighted;
  });
  const loss = parts.reduce((sum, part) => g.add(sum, part));
  gradients(g.graph, loss, varying).forEach((dx, i) => addOutput(g.graph, `d${varying[i]!.name}`, dx));
  tidy(g.graph, provider);
  return g.graph;
}

/** Numbers of a case, the same every time (mulberry32). */
export function feedsOf(gradientCase: GradientCase): Feeds {
  const random = generator(17);
  return Object.fromEntries(
    gradientCase.inputs.map(({ shape, low = -1.5, high = 1.5, indices, table }, i) => {
      const sizes = sizesOf(gradientCase, shape);
      const count = sizes.reduce((a, b) => a * b, 1);
      const drawn = Float32Array.from({ length: count }, () => low + (high - low) * random());
      const data = indices ? BigInt64Array.from(indices, BigInt) : table ? Float32Array.from(table) : drawn;
      return [`x${i}`, { data, shape: sizes }];
    }),
  );
}

function cotangentsOf(gradientCase: GradientCase): Feeds {
  const random = generator(23);
  return Object.fromEntries(
    forwardGraph(gradientCase).outputs.map(({ value }, i) => {
      const shape = sizesOf(gradientCase, value.shape);
      const count = shape.reduce((a, b) => a * b, 1);
      return [`c${i}`, { data: Float32Array.from({ length: count }, () => 2 * random() - 1), shape }];
    }),
  );
}

function sizesOf({ sizes = {} }: GradientCase, shape: Value['shape']): number[] {
  return shape.map((dim) => evaluate(dim, new Map(Object.entries(sizes))));
}

/** Gradients by the rules, computed on `provider`, with the passes that another may get. */
export async function byRules(
  gradientCase: GradientCase,
  provider: Provider,
  tidiedFor = provider,
): Promise<Gradients> {
  const session = await createSession(gradientGraph(gradientCase, tidiedFor), { provider, threads: 1 });
  const result = await session.run({ ...feedsOf(gradientCase), ...cotangentsOf(gradientCase) });
  await session.dispose();
  return Object.fromEntries(
    Object.entries(result).map(([name, { data }]) => [
      name.slice(1),
      Float64Array.from(data as Float32Array),
    ]),
  );
}

/**
 * Gradients by central differences of the forward graph on the CPU, at steps h and 2h, extrapolated (Richardson):
 * (4·D(h) − D(2h))/3 is off by h⁴ only, so that h can be large enough for f32.
 */
export async function byDifferences(gradientCase: GradientCase): Promise<Gradients> {
  const graph = forwardGraph(gradientCase);
  lowerComposed(graph);
  lowerNf4(graph);
  const session = await createSession(graph, { provider: 'cpu', threads: 1 });
  const feeds = feedsOf(gradientCase);
  const cotangents = cotangentsOf(gradientCase);
  const difference = async (data: Float32Array, at: number, step: number): Promise<number> => {
    const start = data[at]!;
    data[at] = start + step;
    const above = { at: data[at], y: weigh(await session.run(feeds), cotangents) };
    data[at] = start - step;
    const below = { at: data[at], y: weigh(await session.run(feeds), cotangents) };
    data[at] = start;
    return (above.y - below.y) / (above.at - below.at);
  };
  const result: Record<string, Float64Array> = {};
  for (const [i, input] of gradientCase.inputs.entries()) {
    if (!isVarying(input)) continue;
    const data = feeds[`x${i}`]!.data as Float32Array;
    const slopes = new Float64Array(data.length);
    for (const at of data.keys())
      slopes[at] = (4 * (await difference(data, at, 0.03)) - (await difference(data, at, 0.06))) / 3;
    result[`x${i}`] = slopes;
  }
  await session.dispose();
  return result;
}

/** Σ yₖ·cₖ in f64. */
function weigh(outputs: Readonly<Record<string, Tensor>>, cotangents: Feeds): number {
  let sum = 0;
  for (const [name, { data }] of Object.entries(outputs)) {
    const weights = cotangents[`c${name.slice(1)}`]!.data as Float32Array;
    (data as Float32Array).forEach((y, i) => (sum += y * weights[i]!));
  }
  return sum;
}

/** The largest |a − b| of any input, as a share of the largest |b| of that input (at least 0.1). */
export function distance(a: Gradients, b: Gradients): number {
  const names = Object.keys(b);
  if (Object.keys(a).sort().join() !== names.sort().join()) return Infinity;
  return Math.max(
    ...names.map((name) => {
      const scale = Math.max(0.1, ...b[name]!.map(Math.abs));
      if (a[name]!.length !== b[name]!.length) return Infinity;
      return Math.max(...a[name]!.map((x, i) => Math.abs(x - b[name]![i]!))) / scale;
    }),
  );
}

function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}
