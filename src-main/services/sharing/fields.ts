import { z } from 'zod';
import type { RunDocument, Score } from '../runs/document.ts';

/** What is said of one field of a subject. */
export interface Field {
  readonly kind: SubjectKind;
  readonly subjectId: string;
  readonly field: string;
  readonly value: string | number | boolean | null;
}

export type SubjectKind = 'run' | 'submission' | 'member';

const share = z.number().min(0).max(1).nullable();
const text = z.string().max(10_000);
const name = text.min(1);

/** The fields that travel, and what each may hold. A run's tags are fields of their own, so that two people may add one at once. */
const schemas: Readonly<Record<SubjectKind, Readonly<Record<string, z.ZodType<Field['value']>>>>> = {
  run: {
    name,
    note: text,
    member: name.nullable(),
    starred: z.boolean(),
    final: z.boolean(),
    deleted: z.boolean(),
    tag: z.boolean(),
  },
  submission: {
    'kaggle.public': share,
    'kaggle.private': share,
    'local.public': share,
    'local.private': share,
  },
  member: { color: z.int().min(0).max(7).nullable() },
};

const tagged = 'tag:';

/** The schema of a field's value; undefined for a field that this version does not know. */
export function schemaOf(kind: string, field: string): z.ZodType<Field['value']> | undefined {
  if (!Object.hasOwn(schemas, kind)) return undefined;
  const known = schemas[kind as SubjectKind];
  if (field.startsWith(tagged)) return field.length > tagged.length ? known['tag'] : undefined;
  return field !== 'tag' && Object.hasOwn(known, field) ? known[field] : undefined;
}

/** Everything that people may say of a run and its submission, as the run says it now. */
export function fieldsOf(run: RunDocument): Field[] {
  const of = (field: string, value: Field['value']): Field => ({
    kind: 'run',
    subjectId: run.id,
    field,
    value,
  });
  return [
    of('name', run.name),
    of('note', run.note),
    of('member', run.member),
    of('starred', run.starred),
    of('final', run.final),
    ...run.tags.map((tag) => of(`${tagged}${tag}`, true)),
    ...scoreFields(run),
  ];
}

const sources = ['kaggle', 'local'] as const;
const parts = ['public', 'private'] as const;

function scoreFields({ submission }: RunDocument): Field[] {
  if (!submission) return [];
  return sources.flatMap((source) => {
    const score = submission.scores.find((one) => one.source === source);
    return parts.map((part) => ({
      kind: 'submission' as const,
      subjectId: submission.id,
      field: `${source}.${part}`,
      value: score?.[part] ?? null,
    }));
  });
}

/** What was said between two states of a run: fields with another value, tags that went. */
export function changedFields(before: RunDocument, after: RunDocument): Field[] {
  const old = new Map(fieldsOf(before).map((field) => [keyOf(field), field.value]));
  const fresh = fieldsOf(after);
  const kept = new Set(fresh.map(keyOf));
  const gone = fieldsOf(before).filter((field) => field.field.startsWith(tagged) && !kept.has(keyOf(field)));
  return [
    // A new submission begins without a score: that is nothing that someone said.
    ...fresh.filter((field) => (old.get(keyOf(field)) ?? null) !== field.value),
    ...gone.map((field) => ({ ...field, value: false })),
  ];
}

function keyOf({ kind, subjectId, field }: Field): string {
  return JSON.stringify([kind, subjectId, field]);
}

/** A run as it is once these fields hold; `at` is when they were said (ISO). Fields of other subjects are passed over. */
export function withFields(
  run: RunDocument,
  fields: readonly (Field & { readonly at: string })[],
): RunDocument {
  const own = fields.filter(({ kind, subjectId }) => kind === 'run' && subjectId === run.id);
  const plain = own.filter(({ field }) => field !== 'deleted' && !field.startsWith(tagged));
  const tags = new Set(run.tags);
  for (const { field, value } of own)
    if (field.startsWith(tagged)) tags[value === true ? 'add' : 'delete'](field.slice(tagged.length));
  return {
    ...run,
    ...(Object.fromEntries(plain.map(({ field, value }) => [field, value])) as Partial<RunDocument>),
    tags: [...tags].sort(),
    submission: run.submission && {
      ...run.submission,
      scores: scoresWith(
        run.submission.scores,
        fields.filter(({ kind, subjectId }) => kind === 'submission' && subjectId === run.submission?.id),
      ),
    },
  };
}

function scoresWith(scores: readonly Score[], fields: readonly (Field & { readonly at: string })[]): Score[] {
  return sources.flatMap((source) => {
    const before = scores.find((score) => score.source === source);
    const said = fields.filter(({ field }) => field.startsWith(`${source}.`));
    if (said.length === 0) return before ?? [];
    const valueOf = (part: (typeof parts)[number]): number | null => {
      const found = said.find(({ field }) => field === `${source}.${part}`);
      return found ? (found.value as number | null) : (before?.[part] ?? null);
    };
    const score = { source, public: valueOf('public'), private: valueOf('private') };
    if (score.public === null && score.private === null) return [];
    return {
      ...score,
      at: said
        .map(({ at }) => at)
        .toSorted()
        .at(-1)!,
    };
  });
}
