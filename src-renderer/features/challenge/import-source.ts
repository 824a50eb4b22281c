import type { ChallengePreview, Inputs } from '../../../src-main/contract/index.ts';

/** A folder that is about to be added. */
export type FolderSource = Exclude<Inputs['challenges']['preview']['source'], 'sample'>;

type Role = ChallengePreview['files'][number]['columns'][number]['role'];

/** The source with another file for a part; '' is the usual one. */
export function withFile(
  source: FolderSource,
  part: 'train' | 'test' | 'solution',
  file: string,
): FolderSource {
  const { [part]: _, ...others } = source;
  return file === '' || file === `${part}.csv` ? others : { ...others, [part]: file };
}

/** The source with a column named for a role; '' leaves it to the guess. */
export function withColumn(source: FolderSource, role: Role, column: string): FolderSource {
  const { columns, ...others } = source;
  const { [role]: _, ...rest } = columns ?? {};
  const named = column === '' ? rest : { ...rest, [role]: column };
  return Object.keys(named).length === 0 ? others : { ...others, columns: named };
}

/** The source with a beginning of picture paths replaced; nothing to replace takes it away. */
export function withPrefix(source: FolderSource, from: string, to: string): FolderSource {
  const { picturePrefix: _, ...others } = source;
  return from === '' ? others : { ...others, picturePrefix: { from, to } };
}

/** Roles of all files in the form's order, each with the column taken in each file and a value of its first row. */
export function rolesOf(preview: ChallengePreview): {
  role: Role;
  required: boolean;
  column: string | null;
  choices: readonly string[];
  sample: string;
}[] {
  const files = preview.files.filter(({ found, columns }) => found && columns.length > 0);
  // Training has every role; without it the test file must do.
  const main = files.find(({ part }) => part === 'train') ?? files[0];
  return (main?.columns ?? []).map(({ role, required, column }) => {
    const at = column === null ? -1 : main!.header.indexOf(column);
    return { role, required, column, choices: main!.header, sample: main!.rows[0]?.[at] ?? '' };
  });
}
