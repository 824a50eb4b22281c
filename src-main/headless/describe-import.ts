import type { ImportItem, KaggleMatch, KagglePreview, KaggleResult } from '../contract/index.ts';
import { formatTable } from './format.ts';

/** What was found at a path, a line each, and how many of what. */
export function describeItems(items: readonly ImportItem[], preview: boolean): string {
  const count = (...verdicts: ImportItem['verdict'][]): number =>
    items.filter(({ verdict }) => verdicts.includes(verdict)).length;
  const added = `${count('new')} ${preview ? 'new' : 'added'}`;
  return [
    formatTable(
      ['', 'what', 'name', 'member', 'model', 'public', 'from'],
      items.map(({ verdict, kind, run, path }) => [
        verdict === 'new' && !preview ? 'added' : words[verdict],
        kind,
        run?.name ?? '',
        run?.member ?? '',
        run?.model ?? '',
        score(run?.public),
        path,
      ]),
    ),
    ...items.flatMap(({ message }) => message ?? []),
    ...items.flatMap(({ run }) =>
      (run?.flags ?? []).map((flag) => `${run!.name}: ${flag.code}: ${flag.message}`),
    ),
    `${added}, ${count('here')} already here, ${count('conflict', 'broken')} not taken.`,
  ].join('\n');
}

const words: Record<ImportItem['verdict'], string> = {
  new: 'new',
  here: 'already here',
  conflict: 'conflict',
  broken: 'not taken',
};

/** The rows of a Kaggle page with what was found for each, and what came of it. */
export function describeMatches({ rows, left }: KagglePreview, result?: KaggleResult): string {
  return [
    formatTable(
      ['row', 'file', 'by', 'when', 'public', 'private', '', 'submission'],
      rows.map((row) => [
        String(row.row + 1),
        row.fileName,
        row.by ?? '',
        row.ageText,
        score(row.public),
        score(row.private),
        row.verdict,
        foundFor(row),
      ]),
    ),
    ...left.map(({ line, text }) => `line ${line} was not understood: ${text}`),
    result
      ? `${result.scored} scored, ${result.added} added, ${result.here} already here, ${result.unassigned} unassigned, ${result.failed} failed on Kaggle.`
      : 'Nothing was changed.',
  ].join('\n');
}

function foundFor({ verdict, reason, candidates }: KaggleMatch): string {
  const names = candidates.map(({ name }) => name).join(', ');
  if (verdict === 'matched' || verdict === 'here') return names;
  return names === '' ? reasons[reason] : `${reasons[reason]}: ${names}`;
}

const reasons: Record<KaggleMatch['reason'], string> = {
  'score-here': 'has this score',
  'private-score': 'its private score is new',
  name: '',
  failed: 'Kaggle gave no score',
  'no-score': 'has no score yet',
  unknown: 'no submission of this name, member and time (--add-unknown keeps it)',
  ambiguous: 'several could be meant (--assign says which)',
  'other-score': 'what fits has another score already',
};

function score(value: number | null | undefined): string {
  return value?.toFixed(5) ?? '';
}
