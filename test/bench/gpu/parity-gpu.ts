import { createSession } from '../../../src-main/runtime/session.ts';
import type { Provider } from '../../../src-main/runtime/providers.ts';
import { collate } from '../../../src-main/train/batch.ts';
import { buildTrainingGraph } from '../../../src-main/train/graphs.ts';
import { adapterFeeds } from '../../../src-main/train/tensors.ts';
import { caseNames, openCase, relativeError } from '../../parity/case.ts';

// Losses and gradients of the parity fixtures on an accelerator: `node parity-gpu.ts cuda bf16`. One line a case.

const [provider, dtype] = process.argv.slice(2) as [Provider, 'f32' | 'bf16'];
for (const name of caseNames) {
  const { source, json, model, adapter, examples, expected } = await openCase(name, provider);
  const { supervise } = json.training;
  const { graph, trainable } = buildTrainingGraph(
    { ...source, dtype },
    { dropout: null, recompute: name === 'untied-36x36', smoothing: 'none' },
  );
  try {
    const session = await createSession(graph, {
      provider,
      folder: source.snapshot.weights.folder,
      strict: provider !== 'cpu',
    });
    const { feeds, targets } = collate(model, examples(0, supervise), { side: json.padding });
    const outputs = await session.run({
      ...feeds,
      ...adapterFeeds(
        trainable,
        trainable.map((tensor) => adapter.tensors.get(tensor.name)!),
      ),
      targetWeights: { data: new Float32Array(targets).fill(1 / targets), shape: [targets] },
    });
    const errors: number[] = [];
    for (const { name: parameter } of trainable)
      errors.push(
        relativeError(
          outputs[`gradient:${parameter}`]!.data as Float32Array,
          await expected(`gradient.base_model.model.${parameter}`),
        ),
      );
    errors.sort((a, b) => a - b);
    const loss = Number(outputs['loss']!.data[0]);
    console.log(
      JSON.stringify({
        name,
        provider,
        dtype,
        loss: loss / json.losses[supervise].loss - 1,
        gradientMedian: errors[errors.length >> 1],
        gradientWorst: errors.at(-1),
      }),
    );
    await session.dispose();
  } catch (error) {
    console.log(JSON.stringify({ name, provider, dtype, error: String(error).slice(0, 600) }));
  }
}
