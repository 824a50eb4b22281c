import { expect, test } from 'vitest';
import { QuartetError } from '../../../src-main/common/errors.ts';
import { createBuilder } from '../../../src-main/graph/builder.ts';
import { addInput, addOutput, createGraph } from '../../../src-main/graph/graph.ts';
import { memoryFault } from '../../../src-main/runtime/out-of-memory.ts';
import { createSession } from '../../../src-main/runtime/session.ts';

test('a buffer that no machine has: ONNX Runtime’s own words become OUT_OF_SPACE with the size', async () => {
  const graph = createGraph('too large');
  const rows = addInput(graph, 'rows', 'f32', ['rows', 1]);
  const columns = addInput(graph, 'columns', 'f32', [1, 'columns']);
  addOutput(graph, 'y', createBuilder(graph).add(rows, columns));
  const session = await createSession(graph, { provider: 'cpu' });
  const side = 2 ** 23;
  const run = session.run({
    rows: { data: new Float32Array(side), shape: [side, 1] },
    columns: { data: new Float32Array(side), shape: [1, side] },
  });
  // 2²³ · 2²³ numbers of 4 bytes are 2²⁸ MiB.
  await expect(run).rejects.toThrow(QuartetError);
  await expect(run).rejects.toMatchObject({ code: 'OUT_OF_SPACE' });
  await expect(run).rejects.toThrow('268435456 MiB');
  await session.dispose();
});

test.each([
  'CUDA failure 2: out of memory ; GPU=0 ; hostname=a ; file=cuda_call.cc ; line=123 ; expr=cudaMalloc((void**)&p, size);',
  'CUBLAS failure 3: CUBLAS_STATUS_ALLOC_FAILED ; GPU=0',
  'std::bad_alloc',
])('other allocators: %s', (said) => {
  expect(memoryFault(new Error(said), 'cuda')?.code).toBe('OUT_OF_SPACE');
});

test('another fault stays what it is', () => {
  expect(memoryFault(new Error('Non-zero status code returned while running Gemm node'), 'cuda')).toBeNull();
});
