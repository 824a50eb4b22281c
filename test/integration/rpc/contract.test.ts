import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runSort } from '../../../src-main/contract/runs.ts';
import { submissionSort } from '../../../src-main/contract/submissions.ts';
import { makeHome } from '../fixtures/home.ts';
import { plainRecipe } from '../fixtures/recipe.ts';
import { transports, type Window } from '../fixtures/window.ts';
import { until } from '../fixtures/until.ts';

describe.each(Object.entries(transports))('over %s', (_, open) => {
  let place: Awaited<ReturnType<typeof makeHome>>;
  let window: Window;

  beforeEach(async () => {
    place = await makeHome();
    window = await open(place.home);
  });

  afterEach(async () => {
    await window.close();
    await place.close();
  });

  const status = async (id: string): Promise<string> => (await window.client.runs.get({ id })).status;

  async function finished(changes: { learningRate?: number; parentId?: string } = {}): Promise<string> {
    const { id: challengeId } = await window.client.challenges.add({ source: { folder: place.challenge } });
    const { learningRate = 1e-4, parentId = null } = changes;
    const recipe = { ...plainRecipe, training: { ...plainRecipe.training, learningRate } };
    const [run] = await window.client.runs.launch({
      challengeId,
      recipe,
      parentId,
      member: '수진',
      name: 'try',
    });
    await until(async () => (await window.client.runs.get({ id: run!.id })).submission?.scores.length === 1);
    return run!.id;
  }

  test('a challenge: added, listed, its questions by page and filter', async () => {
    const { client } = window;
    const added = await client.challenges.add({ source: { folder: place.challenge } });
    expect(added).toMatchObject({
      train: 60,
      test: 40,
      solution: 40,
      letters: { a: 15, b: 15, c: 15, d: 15 },
      sharedPictures: 4,
    });
    expect(await client.challenges.list()).toMatchObject([{ id: added.id, runs: 0 }]);
    const { total, rows } = await client.challenges.questions({
      id: added.id,
      split: 'test',
      answer: 'c',
      page: { offset: 1, limit: 2 },
    });
    // Test answer n is letter n mod 4: 2, 6, 10 …
    expect(total).toBe(10);
    expect(rows.map(({ id }) => id)).toEqual(['test-6', 'test-10']);
    expect(rows[0]!.pictureUrl).toBe(`/pictures/${added.id}/test/test-6`);
  });

  test('a folder before it is added, and a challenge looked over', async () => {
    const { client } = window;
    const { files, summary } = await client.challenges.preview({ source: { folder: place.challenge } });
    expect(files.map(({ part, found }) => [part, found])).toEqual([
      ['train', true],
      ['test', true],
      ['solution', true],
    ]);
    expect(summary).toMatchObject({ train: 60, test: 40 });
    expect(await client.challenges.list()).toEqual([]);
    const { id } = await client.challenges.add({ source: { folder: place.challenge } });
    // Each of the 40 test questions shows a picture of training.
    expect(await client.challenges.findings({ id, page: { limit: 5 } })).toMatchObject({
      total: 40,
      codes: [{ code: 'picture-in-train-and-test', severity: 'warning', count: 40 }],
    });
    const split = await client.challenges.split({ id, data: plainRecipe.data, seed: 1 });
    expect([split.train.count, split.validation.count]).toEqual([54, 6]);
    const upload = '0b5f1d6e-3a52-4c7e-9a51-0d6a4f1f2c11';
    await expect(client.challenges.uploaded({ upload })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('what earlier runs teach, and a run that is not running cannot be finished', async () => {
    const id = await finished({ learningRate: 5e-2 });
    const { client } = window;
    const { challengeId, recipe } = await client.runs.get({ id });
    const [lesson] = await client.runs.precedents({ challengeId, recipe });
    // 5e-2 is 25 times the small model's 2e-3.
    expect(lesson).toMatchObject({ path: 'training.learningRate', times: 25, runs: 1, last: { id } });
    await expect(client.runs.finish({ id })).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  test('a run: launched, followed, on the leaderboard, compared with its child', async () => {
    const { client } = window;
    const first = await finished();
    const second = await finished({ learningRate: 2e-4, parentId: first });
    const detail = await client.runs.get({ id: second });
    expect(detail).toMatchObject({ name: 'try-2', parentId: first, member: '수진', status: 'done' });
    expect(detail.changes.map(({ text }) => text)).toEqual(['lr 1e-4 → 2e-4']);

    const board = await client.submissions.list({ challengeId: detail.challengeId });
    expect(board).toMatchObject({ total: 2, submissions: 2, members: ['수진'], models: ['tiny-vl'] });
    const row = board.rows.find(({ runId }) => runId === second)!;
    // Counted from the file by hand: test answer n is letter n mod 4, the first 20 are public.
    const lines = (await readFile(join(place.home, 'runs', second, 'submission.csv'), 'utf8'))
      .trim()
      .split('\n');
    const right = lines.slice(1, 21).filter((line, n) => line.endsWith('abcd'.charAt(n % 4))).length;
    expect(row.public).toBe(right / 20);
    expect(row.changes[0]).toMatchObject({ path: 'training.learningRate', before: 1e-4, after: 2e-4 });

    for (const sort of runSort.options) expect((await client.runs.list({ sort })).rows, sort).toHaveLength(2);
    for (const sort of submissionSort.options)
      expect(
        (await client.submissions.list({ challengeId: detail.challengeId, sort })).rows,
        sort,
      ).toHaveLength(2);

    const { nodes, total } = await client.submissions.lineage({ challengeId: detail.challengeId });
    expect(nodes.map(({ parentId, hidden }) => [parentId, hidden])).toEqual([
      [null, 0],
      [first, 0],
    ]);
    expect(total).toBe(2);
    const comparison = await client.compare.get({ ids: [first, second] });
    expect(comparison.fields.filter(({ differs }) => differs)).toMatchObject([{ values: ['1e-4', '2e-4'] }]);
    expect(comparison.agreement[0]!.shares[0]![0]).toBe(1);
    const questions = await client.compare.questions({ ids: [first, second], on: 'test' });
    const shared = comparison.agreement.find(({ on }) => on === 'test')!.shares[0]![1]!;
    expect(questions.total).toBe(Math.round((1 - shared) * 40));
    const answered = questions.rows.map(({ question, answers }) =>
      answers.map((given) => given!.answer === question.answer),
    );
    const of = (before: boolean, after: boolean): number =>
      answered.filter(([one, other]) => one === before && other === after).length;
    for (const [outcome, count] of [
      ['mended', of(false, true)],
      ['broken', of(true, false)],
    ] as const)
      expect(
        (await client.compare.questions({ ids: [first, second], on: 'test', outcome })).total,
        outcome,
      ).toBe(count);
    expect(comparison.effects.map(({ on, count }) => [on, count])).toEqual([
      ['validation', 20],
      ['test', 40],
    ]);
  });

  test('answers and curves of a run', async () => {
    const { client } = window;
    const id = await finished();
    const { train, last } = await client.runs.metrics({ id, points: 10 });
    expect(train.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(last).toBe(10);
    expect((await client.runs.metrics({ id, since: 7 })).train.map(({ step }) => step)).toEqual([8, 9, 10]);
    const wrong = await client.runs.predictions({ id, split: 'validation', right: false });
    const all = await client.runs.predictions({ id, split: 'validation' });
    expect(all.total).toBe(20);
    expect(wrong.rows.every(({ answer, question }) => answer !== question.answer)).toBe(true);
    expect(all.kinds).toEqual([]);
    // The stand-in gives every answer 0.7.
    expect((await client.runs.predictions({ id, unsure: true })).total).toBe(0);
    const prompt = await client.runs.prompt({ id });
    expect(prompt?.prompt).toEqual([
      { text: 'What is it?', supervised: false },
      { text: 'a', supervised: true },
    ]);
    expect(prompt?.question?.id).toBe('train-0');
    expect(wrong.total + (await client.runs.predictions({ id, right: true })).total).toBe(20);
    expect(all.rows[0]).toMatchObject({ confidence: 0.7 });
    expect((await client.runs.log({ id })).at(-1)).toMatch(/done$/);
  });

  test('scores, marks and notes are kept in run.json', async () => {
    const { client } = window;
    const id = await finished();
    const { submission } = await client.runs.get({ id });
    const scored = await client.submissions.score({ id: submission!.id, public: 0.94135, private: null });
    expect(scored).toMatchObject({ public: 0.94135, scoreSource: 'kaggle', rank: 1 });
    await client.submissions.final({ id: submission!.id, final: true });
    await client.runs.edit({ id, note: '왜 좋아졌나', tags: ['밤'], starred: true });
    const stored = JSON.parse(await readFile(join(place.home, 'runs', id, 'run.json'), 'utf8')) as object;
    expect(stored).toMatchObject({ note: '왜 좋아졌나', tags: ['밤'], starred: true, final: true });
    const found = await client.runs.list({ tag: '밤', text: '좋아' });
    expect(found.rows.map((run) => run.id)).toEqual([id]);
    expect((await client.runs.list({ tag: '낮' })).total).toBe(0);
    const cleared = await client.submissions.score({ id: submission!.id, public: null, private: null });
    expect(cleared.scoreSource).toBe('local');
    await client.runs.remove({ id });
    expect(existsSync(join(place.home, 'runs', id))).toBe(false);
  });

  test('imports: looked at, taken in, and taken out again; a pasted score finds its submission', async () => {
    const { client } = window;
    const { id: challengeId } = await client.challenges.add({ source: { folder: place.challenge } });
    const rows = [...Array(40).keys()].map((n) => `test-${n},${'abcd'.charAt(n % 4)}`);
    const path = join(place.folder, 'night.csv');
    await writeFile(path, `id,answer\n${rows.join('\n')}\n`);
    const files = { source: { path }, challengeId, member: '민', at: Date.now() - 3_600_000 };
    expect(await client.imports.preview(files)).toMatchObject([{ kind: 'submission', verdict: 'new' }]);
    expect((await client.submissions.list({ challengeId })).total).toBe(0);
    const [added] = await client.imports.apply(files);
    expect(await client.imports.preview(files)).toMatchObject([{ verdict: 'here' }]);
    const detail = await client.runs.get({ id: added!.run!.id });
    expect(detail).toMatchObject({ kind: 'submission', model: '', member: '민', public: 1 });
    expect(detail.unknownFields).toContain('training.learningRate');

    const paste = { challengeId, now: Date.now(), text: 'night.csv Complete · T · just now 0.94135' };
    expect((await client.imports.previewKaggle(paste)).rows).toMatchObject([{ verdict: 'matched' }]);
    expect(await client.imports.applyKaggle(paste)).toMatchObject({ scored: 1, here: 0 });
    expect(await client.imports.applyKaggle(paste)).toMatchObject({ scored: 0, here: 1 });
    expect((await client.runs.get({ id: detail.id })).public).toBe(0.94135);

    const what = { kind: 'leaderboard' as const, query: { challengeId } };
    const target = join(place.folder, 'out.csv');
    expect(await client.exports.write({ what, path: target })).toEqual({ path: target });
    expect(await readFile(target, 'utf8')).toContain('night,민,,0.94135');
    await expect(client.runs.predict({ id: detail.id })).rejects.toMatchObject({ code: 'UNSUPPORTED' });
  });

  test('errors arrive with their code and what to do', async () => {
    const { client } = window;
    await expect(
      client.challenges.add({ source: { folder: join(place.folder, 'nowhere') } }),
    ).rejects.toMatchObject({
      code: 'NOT_FOUND',
      defined: true,
      message: expect.stringContaining('nowhere') as unknown,
    });
    await expect(client.runs.list({ page: { limit: 10_000 } })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining('page.limit') as unknown,
    });
    const { id: challengeId } = await client.challenges.add({ source: { folder: place.challenge } });
    const bad = { ...plainRecipe, lora: { ...plainRecipe.lora, targetModules: [] } };
    await expect(client.runs.launch({ challengeId, recipe: bad })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
    expect((await client.runs.list({})).total).toBe(0);
  });

  test('recipes: presets, fields, and what is wrong with half a form', async () => {
    const { client } = window;
    const [preset] = await client.recipes.presets();
    expect(preset!.name).toBe('baseline');
    const fields = await client.recipes.fields();
    expect(fields.find(({ path }) => path === 'training.learningRate')).toMatchObject({ shortName: 'lr' });
    const training = { ...plainRecipe.training, learningRate: 'fast' };
    expect(await client.recipes.check({ recipe: { ...plainRecipe, training } })).toMatchObject([
      { severity: 'error', path: 'training.learningRate' },
    ]);
    const hot = { ...plainRecipe, training: { ...plainRecipe.training, learningRate: 0.1 } };
    expect(await client.recipes.check({ recipe: hot })).toMatchObject([
      { severity: 'warning', path: 'training.learningRate' },
    ]);
  });

  test('preflight, models, accelerators', async () => {
    const { client } = window;
    const { id: challengeId } = await client.challenges.add({ source: { folder: place.challenge } });
    const plan = await client.runs.preflight({ challengeId, recipe: plainRecipe });
    expect(plan).toMatchObject({ optimizerSteps: 10, supervisedTokens: 1, question: { id: 'train-0' } });
    const [model] = await client.models.list();
    expect(model).toMatchObject({ folder: 'tiny-vl', problem: null, model: { family: 'qwen2_5_vl' } });
    await expect(client.models.inspect({ folder: place.challenge })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(plan.memory).toMatchObject({ from: null, parts: { program: expect.any(Number) as number } });
    // Nothing like it has run, and no rate was measured yet.
    expect(plan.time).toBeNull();
    expect(await client.accelerators.known()).toEqual([]);
    const tried = await client.accelerators.list({});
    expect(await client.accelerators.known()).toEqual(tried);
    expect(tried.find(({ provider }) => provider === 'cpu')).toMatchObject({ works: true });
  });

  test('what changes is told as it happens, and what was missed is caught up', async () => {
    const { client } = window;
    const told = async (since: number | null, wanted: string): Promise<number> => {
      for await (const notice of await client.events.subscribe({ since }))
        if (notice.kind === wanted) return notice.seq;
      throw new Error('The notices ended.');
    };
    const start = await told(null, 'reset');
    const live = told(start, 'changed');
    await client.members.save({ name: '수진', color: 3 });
    expect(await told(start, 'changed')).toBe(await live);
  });

  test('what needs the desktop app is unsupported elsewhere', async () => {
    const { client } = window;
    expect((await client.app.info()).shell).toBe('headless');
    const refused = { code: 'UNSUPPORTED', message: expect.stringContaining('Type the path') as unknown };
    await expect(client.desktop.chooseFolder({ title: 'Choose' })).rejects.toMatchObject(refused);
    await expect(client.desktop.reveal({ path: place.folder })).rejects.toMatchObject(refused);
  });

  test('settings and members', async () => {
    const { client } = window;
    expect(await client.settings.set({ language: 'ko', me: '수진' })).toMatchObject({
      language: 'ko',
      theme: 'system',
    });
    expect(JSON.parse(await readFile(join(place.home, 'settings.json'), 'utf8'))).toMatchObject({
      me: '수진',
    });
    await client.members.save({ name: '수진', color: 3 });
    expect(await client.members.list()).toEqual([{ name: '수진', color: 3 }]);
    const id = await finished();
    await expect(client.members.remove({ name: '수진' })).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await status(id)).toBe('done');
  });
});
