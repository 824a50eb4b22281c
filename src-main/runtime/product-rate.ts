import { createBuilder } from '../graph/builder.ts';
import { countFlops } from '../graph/flops.ts';
import { addInput, addOutput, createGraph, type Graph } from '../graph/graph.ts';
import type { Provider } from './providers.ts';
import { createSession } from './session.ts';

/** A first, small chain that any device ends soon, and a long one in which a fast device's uploads no longer count. */
const chains = [
  { size: 1024, products: 4 },
  { size: 2048, products: 32 },
] as const;

// A device that ends the small chain sooner than this is fast enough for the long one.
const fastSeconds = 0.05;

/** 10⁹ floating-point operations a second that a provider reaches on products of large square f32 matrices. */
export async function productRate(provider: Provider): Promise<number> {
  const small = await measure(provider, chain(chains[0]), chains[0].size);
  if (small.seconds > fastSeconds) return small.rate;
  const long = await measure(provider, chain(chains[1]), chains[1].size);
  return Math.max(small.rate, long.rate);
}

/** A·B·B·…; only its sum leaves the device. */
function chain({ size, products }: (typeof chains)[number]): Graph {
  const graph = createGraph(`product rate ${size}`);
  const [a, b] = ['a', 'b'].map((name) => addInput(graph, name, 'f32', [size, size]));
  const g = createBuilder(graph);
  let product = a!;
  for (let i = 0; i < products; i++) product = g.gemm(product, b!);
  addOutput(graph, 'sum', g.reduceSum(product, [0, 1]));
  return graph;
}

/** The best of three runs after one that warms up. */
async function measure(
  provider: Provider,
  graph: Graph,
  size: number,
): Promise<{ seconds: number; rate: number }> {
  const session = await createSession(graph, { provider });
  try {
    // Rows of about unit length keep the chain's values near one.
    const data = Float32Array.from({ length: size * size }, (_, i) => ((i % 7) - 3) / 2 / Math.sqrt(size));
    const tensor = { data, shape: [size, size] };
    let seconds = Infinity;
    for (let run = 0; run < 4; run++) {
      const began = performance.now();
      await session.run({ a: tensor, b: tensor });
      if (run > 0) seconds = Math.min(seconds, (performance.now() - began) / 1000);
    }
    return { seconds, rate: countFlops(graph, new Map()) / seconds / 1e9 };
  } finally {
    await session.dispose();
  }
}
