/** An engine process without a model that trains evenly, ten steps a second, until it is stopped. */
import { decodeMessage, encodeMessage } from '../../../src-main/engine/wire.ts';
import type { EngineCommand, EngineEvent } from '../../../src-main/engine/contract.ts';

const perSecond = 10;
const total = 100_000;

process.once('disconnect', () => process.exit());
process.on('message', (text) => {
  const command = decodeMessage(text) as EngineCommand;
  if (command.type === 'start') start();
  else tell({ type: 'stopped', reason: 'cancelled', message: 'Stopped.', resumable: false });
});

function start(): void {
  tell({ type: 'provider', provider: 'cpu', reason: 'the bench has no other' });
  tell({ type: 'phase', phase: 'train', total });
  let step = 0;
  setInterval(() => {
    step++;
    const loss = 0.2 + Math.exp(-step / 200);
    const sizes = { step, epoch: step / 500, samples: 8, seconds: step / perSecond };
    const values = { loss, letterLoss: loss, accuracy: 1 - loss / 2, learningRate: 2e-4, gradNorm: 1 };
    tell({ type: 'metric', record: { kind: 'train', ...sizes, ...values } });
    const etaSeconds = (total - step) / perSecond;
    tell({ type: 'progress', phase: 'train', done: step, total, perSecond, etaSeconds, memoryMb: 500 });
  }, 1000 / perSecond);
}

function tell(event: EngineEvent): void {
  process.send?.(encodeMessage(event));
}
