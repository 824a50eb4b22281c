import { hostMessage, type HostMessage } from '../../messages/host-messages.ts';
import { makeFinding } from './findings.ts';
import type { Finding, Role } from './types.ts';

const aliases: Readonly<Record<Role, readonly string[]>> = {
  id: ['id', 'questionid', 'qid', 'sampleid', 'index', '번호', '아이디', '문항번호'],
  path: [
    'path',
    'image',
    'img',
    'picture',
    'file',
    'imagepath',
    'imgpath',
    'filepath',
    'filename',
    'imagefile',
    'imagename',
    'imageid',
    '이미지',
    '이미지경로',
    '사진',
    '그림',
    '경로',
    '파일',
    '파일명',
  ],
  question: ['question', 'q', 'query', 'questiontext', 'prompt', '질문', '문제', '문항'],
  ...choiceAliases(),
  answer: [
    'answer',
    'ans',
    'label',
    'target',
    'gold',
    'correct',
    'correctanswer',
    'groundtruth',
    'solution',
    '정답',
    '답',
    '답안',
  ],
  kind: ['kind', 'type', 'category', 'questiontype', 'qtype', '유형', '종류', '분류'],
};

function choiceAliases(): Record<'a' | 'b' | 'c' | 'd', readonly string[]> {
  const of = (letter: string, number: number, korean: string): string[] => [
    letter,
    ...['choice', 'option', 'answer', 'opt'].flatMap((word) => [`${word}${letter}`, `${word}${number}`]),
    ...['보기', '선택지', '선지', '선택'].flatMap((word) => [
      `${word}${letter}`,
      `${word}${number}`,
      `${word}${korean}`,
    ]),
    korean,
    String(number),
  ];
  return { a: of('a', 1, '가'), b: of('b', 2, '나'), c: of('c', 3, '다'), d: of('d', 4, '라') };
}

/** The position of each role's column in a header. */
export type Columns = ReadonlyMap<Role, number>;

/** Which roles to look for. */
export interface WantedColumns {
  readonly required: readonly Role[];
  readonly optional: readonly Role[];
}

/** The columns of a file of questions; a training file has answers. */
export function wantedColumns(answered: boolean): WantedColumns {
  const required: Role[] = ['id', 'path', 'question', 'a', 'b', 'c', 'd'];
  return answered
    ? { required: [...required, 'answer'], optional: ['kind'] }
    : { required, optional: ['answer', 'kind'] };
}

/** The names given for a file's columns: a test file need not have the training file's answers. */
export function namesFor(
  answered: boolean,
  names: Partial<Record<Role, string>> = {},
): Partial<Record<Role, string>> {
  if (answered) return names;
  const { answer: _, ...others } = names;
  return others;
}

/** Finds each role's column: by the name given for it, else by its own name, else by a usual other name (with a warning). */
export function matchColumns(
  header: readonly string[],
  wanted: WantedColumns,
  names: Partial<Record<Role, string>>,
  file: string,
): { columns: Columns; findings: Finding[] } {
  const columns = new Map<Role, number>();
  const findings: Finding[] = [];
  for (const role of [...wanted.required, ...wanted.optional]) {
    const given = names[role];
    const found = given === undefined ? guessColumn(header, role) : namedColumn(header, given);
    const name = header[found[0] ?? -1] ?? given ?? role;
    const report = (severity: Finding['severity'], code: string, said: HostMessage): void =>
      void findings.push(makeFinding(severity, code, { file, row: 1, column: name }, said));
    if (found.length > 0) columns.set(role, found[0]!);
    if (found.length > 1) {
      const others = listed(header, found.slice(1));
      report('warning', 'ambiguous-column', hostMessage('ambiguous-column', { others, role, column: name }));
    } else if (found.length === 1 && given === undefined && simplify(name) !== role) {
      report('warning', 'guessed-column', hostMessage('guessed-column', { role }));
    } else if (found.length === 0 && (given !== undefined || wanted.required.includes(role))) {
      report('error', 'missing-column', missingColumn(header, role));
    }
  }
  return { columns, findings };
}

function guessColumn(header: readonly string[], role: Role): number[] {
  const simple = header.map(simplify);
  const found = aliases[role].flatMap((alias) => positionsOf(simple, alias));
  // A column under the role's own name is beyond doubt, whatever else there is.
  return simple.filter((name) => name === role).length === 1 ? found.slice(0, 1) : found;
}

function namedColumn(header: readonly string[], name: string): number[] {
  const exact = positionsOf(header, name);
  return exact.length > 0 ? exact : positionsOf(header.map(simplify), simplify(name));
}

function positionsOf(names: readonly string[], name: string): number[] {
  return names.flatMap((other, position) => (other === name ? [position] : []));
}

/** Case, spaces, underscores, hyphens and brackets make no difference between column names. */
function simplify(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-.()[\]#:]/g, '');
}

function listed(header: readonly string[], positions: Iterable<number>): string {
  return [...positions].map((position) => `"${header[position]}"`).join(', ');
}

function missingColumn(header: readonly string[], role: Role): HostMessage {
  const columns = listed(header, header.keys());
  const separated = header.length === 1 && /[;\t|]/.test(header[0]!);
  return separated
    ? hostMessage('unseparated-columns', { columns })
    : hostMessage('missing-column', { columns, role });
}
