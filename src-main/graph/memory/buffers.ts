import { valuesRead } from '../graph.ts';
import type { DType, Node, Value } from '../value.ts';

/** Bytes of one number. */
export const bytesEach: Readonly<Record<DType, number>> = {
  f32: 4,
  f16: 2,
  bf16: 2,
  i32: 4,
  i64: 8,
  u8: 1,
  u16: 2,
  bool: 1,
};

/** Operations whose result is their first input under another shape. */
const views: ReadonlySet<string> = new Set(['Reshape', 'Identity']);

/** Whether a node computes nothing. */
export function isView({ op }: Node): boolean {
  return views.has(op);
}

/** Operations that write over their first input where nobody reads it afterwards. */
const inPlace: ReadonlySet<string> = new Set(['Cast', 'ScatterND', 'Sigmoid', 'Tanh', 'QuickGelu']);

/** In whose buffer a value lies. */
export type BufferOf = (value: Value) => Value;

/**
 * Before anything runs, ONNX Runtime lets a value take over the buffer of one that nobody reads any more and whose sizes
 * have the same names: the one given up last. Its memory is kept from one to the other. What a graph hands out has a buffer of its own.
 */
export function assignBuffers(
  order: readonly Node[],
  handedOut: ReadonlySet<Value>,
  unplanned: ReadonlySet<Value>,
): BufferOf {
  const owner = new Map<Value, Value>();
  const buffer: BufferOf = (value) => owner.get(value) ?? value;
  const uses = countUses(order, handedOut);
  const spare = createSpares();
  const give = (value: Value): void => {
    if (!unplanned.has(value)) spare.give(value);
  };
  const shared = ({ op, inputs: [first] }: Node, output: Value): Value | undefined => {
    if (handedOut.has(output)) return undefined;
    if (first && views.has(op)) return buffer(first);
    if (unplanned.has(output)) return undefined;
    const over = first && inPlace.has(op) ? buffer(first) : undefined;
    if (over && uses.get(over) === 1 && sizeName(first!) === sizeName(output)) return over;
    return output.shape.length === 0 ? undefined : spare.take(output);
  };
  /** Counts for values that the nodes make; what comes from outside is nobody's to take over. */
  const count = (value: Value, by: number): number | undefined => {
    const left = uses.get(value);
    if (left !== undefined) uses.set(value, left + by);
    return left === undefined ? undefined : left + by;
  };
  for (const node of order) {
    for (const output of node.outputs) {
      const other = shared(node, output);
      if (!other) continue;
      owner.set(output, other);
      count(other, uses.get(output)!);
    }
    for (const value of valuesRead(node).map(buffer)) if (count(value, -1) === 0) give(value);
    for (const output of node.outputs) if (buffer(output) === output && uses.get(output) === 0) give(output);
  }
  return buffer;
}

/** How often each value that the nodes make is read; what is handed out is read once more, in the end. */
function countUses(order: readonly Node[], handedOut: ReadonlySet<Value>): Map<Value, number> {
  const uses = new Map<Value, number>(
    order.flatMap(({ outputs }) => outputs.map((value) => [value, 0] as const)),
  );
  for (const value of [...order.flatMap(valuesRead), ...handedOut]) {
    const count = uses.get(value);
    if (count !== undefined) uses.set(value, count + 1);
  }
  return uses;
}

/** Buffers that nobody reads any more, by their sizes' names. */
function createSpares() {
  const spare = new Map<string, Value[]>();
  return {
    give(value: Value): void {
      const name = sizeName(value);
      const known = spare.get(name);
      if (known) known.push(value);
      else spare.set(name, [value]);
    },
    take: (value: Value): Value | undefined => spare.get(sizeName(value))?.pop(),
  };
}

function sizeName({ dtype, shape }: Value): string {
  return `${bytesEach[dtype]} ${shape.join()}`;
}
