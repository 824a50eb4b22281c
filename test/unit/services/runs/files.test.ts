import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readRunDocument, runFolder } from '../../../../src-main/services/runs/folder.ts';
import { readMetrics } from '../../../../src-main/services/runs/metrics-file.ts';
import { readPredictions, writePredictions } from '../../../../src-main/services/runs/predictions-file.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quartet-files-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test('metrics: both kinds of record, a loss that was not finite, a line cut off', async () => {
  const file = join(folder, 'metrics.jsonl');
  const lines = [
    '{"kind":"train","step":1,"epoch":0.1,"loss":null,"letterLoss":1.4,"accuracy":0.25,"learningRate":0.001,"gradNorm":2,"samples":8,"seconds":1.5}',
    '{"kind":"validation","step":1,"epoch":0.1,"loss":1.2,"accuracy":0.5,"low":0.3,"high":0.7,"count":20,"seconds":2}',
    '{"kind":"train","st',
  ];
  await writeFile(file, lines.join('\n'));
  const { rows, problems } = await readMetrics(file);
  expect(rows).toEqual([
    {
      kind: 'train',
      step: 1,
      epoch: 0.1,
      loss: null,
      letterLoss: 1.4,
      accuracy: 0.25,
      low: null,
      high: null,
      learningRate: 0.001,
      gradNorm: 2,
      samples: 8,
      seconds: 1.5,
    },
    {
      kind: 'validation',
      step: 1,
      epoch: 0.1,
      loss: 1.2,
      letterLoss: null,
      accuracy: 0.5,
      low: 0.3,
      high: 0.7,
      learningRate: null,
      gradNorm: null,
      samples: 20,
      seconds: 2,
    },
  ]);
  expect(problems).toEqual([expect.stringMatching(/metrics\.jsonl, line 3/)]);
});

test('a file that is not there has no points and no answers', async () => {
  expect(await readMetrics(join(folder, 'none'))).toEqual({ rows: [], problems: [] });
  expect(await readPredictions(join(folder, 'none'))).toEqual([]);
});

test('predictions come back as they were written, ids with commas and quotes too', async () => {
  const file = join(folder, 'predictions.csv');
  const rows = [
    { questionId: 'a,"b"', split: 'test', a: 0.25, b: 0.5, c: 0.125, d: 0.125, answer: 'b', parsed: 'true' },
    {
      questionId: '밤',
      split: 'validation',
      a: null,
      b: null,
      c: null,
      d: null,
      answer: 'a',
      parsed: 'false',
    },
  ] as const;
  await writePredictions(file, rows);
  expect(await readPredictions(file)).toEqual(rows);
});

test.each([
  ['id,split\n', /columns must be id, split, a/],
  ['id,split,a,b,c,d,answer,parsed\nq,test,1,0,0,0,e,true\n', /row 2: no prediction/],
  ['id,split,a,b,c,d,answer,parsed\nq,test,x,0,0,0,a,true\n', /row 2: no prediction/],
])('predictions %j are refused', async (text, message) => {
  const file = join(folder, 'predictions.csv');
  await writeFile(file, text);
  await expect(readPredictions(file)).rejects.toThrow(message);
});

test.each([
  ['{"format": 2}', /newer Quartet/],
  ['{"format": 1}', /run\.json is no run of Quartet's/],
  ['{"format"', /not valid JSON/],
])('run.json %j is refused', async (text, message) => {
  await writeFile(join(folder, 'run.json'), text);
  await expect(readRunDocument(runFolder(folder, '.'))).rejects.toThrow(message);
});
