import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import type { Command } from 'commander';
import { fromSystemError, QuartetError } from '../../common/errors.ts';
import { decodeText } from '../../data/text-encoding.ts';
import { importPath } from '../../services/import/import-path.ts';
import { applyKaggle, previewKaggle } from '../../services/import/kaggle/import-table.ts';
import { chooseChallenge } from '../choose-challenge.ts';
import { chooseRecipe } from '../choose-recipe.ts';
import { addCommand, perform, type Report, type Session, type SessionOptions } from '../command.ts';
import { describeItems, describeMatches } from '../describe-import.ts';
import { exitCodes } from '../exit-code.ts';

interface ImportOptions extends SessionOptions {
  readonly kaggle?: string;
  readonly challenge?: string;
  readonly member?: string;
  readonly time?: string;
  readonly score?: string;
  readonly private?: string;
  readonly note?: string;
  readonly model?: string;
  readonly from?: string;
  readonly preset?: string;
  readonly addUnknown?: boolean;
  readonly assign: readonly string[];
  readonly publicFirst?: boolean;
  readonly dryRun?: boolean;
}

export function addImport(program: Command): void {
  addCommand(
    program,
    'import [path]',
    "take in a team mate's run (folder or zip), a submission.csv, a PEFT adapter folder, or Kaggle's submissions page",
  )
    .option('--challenge <challenge>', 'of a submission, an adapter or a Kaggle page: its name, id or folder')
    .option('--member <name>', 'whose it is, where it does not say so itself')
    .option('--time <instant>', 'when a submission was handed in, such as 2026-11-20T21:05')
    .option('--score <share>', "Kaggle's public score of a submission")
    .option('--private <share>', "Kaggle's private score of a submission")
    .option('--note <text>', 'what to remember of it')
    .option('--model <folder>', "the snapshot folder of an adapter's base model")
    .option(
      '--preset <name>',
      'how an adapter is to be asked: prompt, picture size and answering of a preset',
    )
    .option('--from <run>', 'how an adapter is to be asked: as this run was')
    .option('--kaggle <file>', 'the submissions page copied as text; - reads standard input')
    .option('--public-first', 'of two scores in a row without a headline, the first is the public one')
    .option(
      '--assign <row=name>',
      'by hand: the row of the page and the submission it tells of (repeatable)',
      collect,
      [],
    )
    .option('--add-unknown', 'keep rows that no submission fits as submissions with a score and nothing else')
    .option('--dry-run', 'show what was found and change nothing')
    .action((path: string | undefined, options: ImportOptions) =>
      perform(options, (session) => {
        if ((path === undefined) === (options.kaggle === undefined))
          throw new QuartetError('INVALID_INPUT', 'Give either a path or --kaggle <file>.');
        return path === undefined ? importKaggle(session, options) : importFiles(session, path, options);
      }),
    );
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

async function importFiles(
  { host, control }: Session,
  path: string,
  options: ImportOptions,
): Promise<Report> {
  const { preset = 'quartet', from } = options;
  const told = {
    challengeId: await chooseChallenge(host, options.challenge),
    member: options.member ?? null,
    at: options.time === undefined ? null : instantOf(options.time),
    public: shareOf('--score', options.score),
    private: shareOf('--private', options.private),
    note: options.note ?? '',
    recipe: (await chooseRecipe(host, from === undefined ? { preset } : { from })).recipe,
    modelFolder: options.model ?? null,
  };
  const preview = options.dryRun ?? false;
  const items = await importPath(host, path, told, { preview, signal: control.stop });
  const failed = items.some(({ verdict }) => verdict === 'conflict' || verdict === 'broken');
  return { data: items, text: describeItems(items, preview), ...(failed && { code: exitCodes.failed }) };
}

async function importKaggle({ host }: Session, options: ImportOptions): Promise<Report> {
  const challengeId = await chooseChallenge(host, options.challenge);
  if (challengeId === null)
    throw new QuartetError(
      'INVALID_INPUT',
      'Name the challenge that the page belongs to: --challenge <name>. `quartet check <folder>` looks at one.',
    );
  const paste = {
    challengeId,
    text: await readText(options.kaggle!),
    now: Date.now(),
    members: {},
    scoreOrder: options.publicFirst ? ('public-first' as const) : ('private-first' as const),
  };
  const preview = previewKaggle(host, paste);
  if (options.dryRun) return { data: preview, text: describeMatches(preview) };
  const byHand = options.assign.map((text) => assignmentOf(text, preview));
  const unknown = options.addUnknown
    ? preview.rows
        .filter(({ verdict }) => verdict === 'unknown')
        .map(({ row }) => ({ row, to: 'add' as const }))
    : [];
  const result = await applyKaggle(host, paste, [...unknown, ...byHand]);
  return { data: result, text: describeMatches(result, result) };
}

async function readText(file: string): Promise<string> {
  if (file === '-') return readAll(process.stdin);
  const bytes = await readFile(file).catch((error: unknown) => {
    throw fromSystemError(error, 'cannot-read', file);
  });
  return decodeText(bytes, file);
}

/** `3=night-run`: row 3 as `--dry-run` numbers it, and one of the submissions that fit it, by name or the beginning of its id. */
function assignmentOf(text: string, { rows }: ReturnType<typeof previewKaggle>) {
  const [number = '', ...rest] = text.split('=');
  const wanted = rest.join('=');
  const row = rows[Number(number) - 1];
  if (!row) throw new QuartetError('INVALID_INPUT', `--assign ${text}: there are rows 1 to ${rows.length}.`);
  const fitting = row.candidates.filter(
    ({ name, submissionId }) => name === wanted || (wanted !== '' && submissionId.startsWith(wanted)),
  );
  const [only] = fitting;
  if (!only || fitting.length > 1)
    throw new QuartetError(
      'INVALID_INPUT',
      `--assign ${text}: what fits row ${number} is ${row.candidates.map(({ name }) => name).join(', ') || 'nothing'}.`,
    );
  return { row: row.row, to: only.submissionId };
}

function instantOf(text: string): number {
  const at = Date.parse(text);
  if (Number.isNaN(at))
    throw new QuartetError('INVALID_INPUT', `--time ${text}: write a time such as 2026-11-20T21:05.`);
  return at;
}

function shareOf(option: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const share = Number(text);
  if (text.trim() === '' || !(share >= 0 && share <= 1))
    throw new QuartetError('INVALID_INPUT', `${option} ${text}: write a share from 0 to 1, such as 0.94135.`);
  return share;
}
