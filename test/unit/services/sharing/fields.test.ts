import { expect, test } from 'vitest';
import type { RunDocument } from '../../../../src-main/services/runs/document.ts';
import { changedFields, withFields, type Field } from '../../../../src-main/services/sharing/fields.ts';

const at = '2026-11-25T00:00:00.000Z';
const run = {
  id: 'r',
  name: 'first',
  note: '',
  member: null,
  starred: false,
  final: false,
  tags: ['a', 'b'],
  submission: { id: 's', scores: [{ source: 'local', public: 0.5, private: null, at }] },
} as unknown as RunDocument;

const said = (field: string, value: Field['value'], kind: Field['kind'] = 'run') => ({
  kind,
  subjectId: kind === 'run' ? 'r' : 's',
  field,
  value,
});

test('what changed is told field by field, each tag for itself', () => {
  const after = { ...run, note: 'x', starred: true, tags: ['b', 'c'] };
  expect(changedFields(run, after)).toEqual([
    said('note', 'x'),
    said('starred', true),
    said('tag:c', true),
    said('tag:a', false),
  ]);
  expect(changedFields(run, { ...run, status: 'failed' })).toEqual([]);
});

test('a score, half of a score, and one taken away', () => {
  const scored = (...scores: object[]) =>
    ({ ...run, submission: { ...run.submission, scores } }) as RunDocument;
  const local = { source: 'local', public: 0.5, private: null, at };
  expect(changedFields(run, scored(local, { source: 'kaggle', public: 0.9, private: null, at }))).toEqual([
    said('kaggle.public', 0.9, 'submission'),
  ]);
  expect(changedFields(run, scored())).toEqual([said('local.public', null, 'submission')]);
  const fresh = {
    ...run,
    submission: { ...run.submission, id: 'other', scores: [] },
  } as unknown as RunDocument;
  expect(changedFields(run, fresh)).toEqual([]);
});

test('a run as the fields say it is', () => {
  const fields = [
    said('note', '메모'),
    said('tag:a', false),
    said('tag:c', true),
    said('deleted', false),
    said('kaggle.public', 0.9, 'submission'),
    said('local.public', null, 'submission'),
    { ...said('note', 'of another'), subjectId: 'q' },
  ];
  const after = withFields(
    run,
    fields.map((field) => ({ ...field, at })),
  );
  expect(after).toEqual({
    ...run,
    note: '메모',
    tags: ['b', 'c'],
    submission: { id: 's', scores: [{ source: 'kaggle', public: 0.9, private: null, at }] },
  });
  expect(
    changedFields(
      after,
      withFields(
        after,
        fields.map((field) => ({ ...field, at })),
      ),
    ),
  ).toEqual([]);
});
