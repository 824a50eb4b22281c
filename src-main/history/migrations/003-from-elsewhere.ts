/**
 * Runs that were made elsewhere: adapters and submissions are kinds of run, fields of their recipe may be unknown, and
 * of a submission that is known by its score alone nobody knows the answers. SQLite cannot change a column's
 * constraints, and a table that others refer to is not to be dropped: each column is made anew beside the old one.
 */
export const fromElsewhere = `
ALTER TABLE runs ADD COLUMN new_kind TEXT NOT NULL DEFAULT 'train'
  CHECK (new_kind IN ('train', 'zero-shot', 'adapter', 'submission'));
UPDATE runs SET new_kind = kind;
ALTER TABLE runs DROP COLUMN kind;
ALTER TABLE runs RENAME COLUMN new_kind TO kind;
ALTER TABLE runs ADD COLUMN unknown_fields TEXT NOT NULL DEFAULT '[]'; -- JSON, paths of the recipe

DROP INDEX submissions_by_answers;
${nullable('answers_hash', 'TEXT')}
${nullable('sha256', 'TEXT')}
${nullable('count_a', 'INTEGER')}
${nullable('count_b', 'INTEGER')}
${nullable('count_c', 'INTEGER')}
${nullable('count_d', 'INTEGER')}
CREATE INDEX submissions_by_answers ON submissions (answers_hash);
`;

function nullable(column: string, type: string): string {
  return `ALTER TABLE submissions ADD COLUMN new_${column} ${type};
UPDATE submissions SET new_${column} = ${column};
ALTER TABLE submissions DROP COLUMN ${column};
ALTER TABLE submissions RENAME COLUMN new_${column} TO ${column};`;
}
