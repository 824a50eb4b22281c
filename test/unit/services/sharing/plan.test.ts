import { expect, test } from 'vitest';
import type { RunBesideShared } from '../../../../src-main/history/shared-folder.ts';
import { planRuns, type Step } from '../../../../src-main/services/sharing/plan.ts';
import { parsePublished, publishedName } from '../../../../src-main/services/sharing/run-names.ts';

const id = '0198c0de-0000-7000-8000-000000000001';
const [we, they] = ['a'.repeat(16), 'b'.repeat(16)];
const name = (revision: number, author: string): string => publishedName(id, { revision, author });

/** What is to be done about one run, given what is here and which folders are there. */
function plan(
  here: Partial<RunBesideShared> | null,
  there: string[],
  { deleted = false, endedBefore = 1000 } = {},
): Step[] {
  const run = here && { runId: id, name: 'r', status: 'done', made: 100, shared: null, ...here };
  return planRuns({
    local: run ? [run] : [],
    published: parsePublished(there),
    author: we,
    deleted: new Set(deleted ? [id] : []),
    endedBefore,
  });
}

const shared = (revision: number, author: string, made = 100) => ({ runId: id, revision, author, made });

test('a run of ours is published once it has settled, one that works is not', () => {
  expect(plan({}, [])).toEqual([{ do: 'publish', runId: id, revision: 1, made: 100 }]);
  expect(plan({}, [], { endedBefore: 99 })).toEqual([]);
  expect(plan({ status: 'running' }, [])).toEqual([]);
  expect(plan({ shared: shared(1, we) }, [name(1, we)])).toEqual([]);
});

test("a team mate's run is received, a newer state of it too, the newest first", () => {
  const names = [name(1, they), name(10, they), name(9, they)];
  const [step] = plan(null, names);
  expect(step).toMatchObject({
    do: 'receive',
    from: [{ revision: 10 }, { revision: 9 }, { revision: 1 }],
  });
  expect(plan({ shared: shared(9, they) }, names)).toMatchObject([
    { do: 'receive', from: [{ revision: 10 }] },
  ]);
  expect(plan({ shared: shared(10, they) }, names)).toEqual([]);
});

test('a run that went on is published anew, after everything that is there', () => {
  expect(plan({ made: 200, shared: shared(1, we) }, [name(1, we)])).toEqual([
    { do: 'publish', runId: id, revision: 2, made: 200 },
  ]);
  expect(plan({ made: 200, shared: shared(1, we) }, [name(1, we), name(5, they)])).toEqual([
    { do: 'publish', runId: id, revision: 6, made: 200 },
  ]);
});

test('of two states with one number all choose the same', () => {
  expect(plan({ shared: shared(2, we) }, [name(2, we), name(2, they)])).toMatchObject([
    { do: 'receive', from: [{ author: they }] },
  ]);
  expect(plan({ shared: shared(2, they) }, [name(2, we), name(2, they)])).toEqual([]);
});

test('a run that both have from elsewhere is compared', () => {
  expect(plan({}, [name(1, they)])).toMatchObject([{ do: 'compare', made: 100, with: { author: they } }]);
});

test('in another folder who published a run does so again, who received it does not', () => {
  expect(plan({ shared: shared(3, we) }, [])).toEqual([{ do: 'publish', runId: id, revision: 3, made: 100 }]);
  expect(plan({ shared: shared(3, they) }, [])).toEqual([]);
});

test('a deleted run neither comes nor goes', () => {
  expect(plan(null, [name(1, they)], { deleted: true })).toEqual([]);
  expect(plan({}, [], { deleted: true })).toEqual([]);
});

test("only published runs and a sync tool's copies of them are seen among the folders", () => {
  const names = [
    `${name(1, they)} (1)`,
    name(1, they),
    `${name(2, they)} (conflicted copy 2026-11-25)`,
    `.${name(3, they)}.0011aabb.tmp`,
    `${id}.4.${they}0`,
    `${id}.x.${they}`,
    id,
    'New folder',
    '.stfolder',
    'desktop.ini',
  ];
  expect(
    parsePublished(names)
      .get(id)
      ?.map((run) => run.name),
  ).toEqual([`${name(2, they)} (conflicted copy 2026-11-25)`, name(1, they), `${name(1, they)} (1)`]);
  expect(parsePublished(names).size).toBe(1);
});
