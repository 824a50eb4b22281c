/**
 * Every line of every leaderboard, joined and ready to rank: to join 13,000 of them again for each page takes ten times
 * as long as to rank them. Triggers keep it what the view says.
 */
export const leaderboard = `
CREATE VIEW submission_lines AS
SELECT
  submissions.id AS submission_id, submissions.run_id, submissions.challenge_id,
  coalesce(runs.name, submissions.file_name) AS name,
  coalesce(submissions.member, runs.member) AS member,
  nullif(runs.model_name, '') AS model, -- '' where nobody knows
  runs.validation_accuracy AS validation,
  coalesce(kaggle.public, counted.public) AS public,
  coalesce(kaggle.private, counted.private) AS private,
  CASE WHEN kaggle.public IS NOT NULL THEN 'kaggle' WHEN counted.public IS NOT NULL THEN 'local' END AS score_source,
  submissions.flags <> '[]' OR runs.outcome_reason IS NOT NULL OR coalesce(runs.validation_low <= 0.25, 0) AS flagged,
  coalesce(runs.starred, 0) AS starred,
  coalesce(runs.final, 0) AS final,
  coalesce(runs.tags, '[]') AS tags,
  lower(concat_ws(' ', coalesce(runs.name, submissions.file_name), coalesce(submissions.member, runs.member),
    runs.model_name, runs.note, runs.tags)) AS words,
  submissions.created_at,
  runs.train_seconds
FROM submissions
LEFT JOIN runs ON runs.id = submissions.run_id
LEFT JOIN scores AS kaggle ON kaggle.submission_id = submissions.id AND kaggle.source = 'kaggle'
LEFT JOIN scores AS counted ON counted.submission_id = submissions.id AND counted.source = 'local';

CREATE VIEW run_lines AS
SELECT
  NULL AS submission_id, id AS run_id, challenge_id, name, member, nullif(model_name, '') AS model,
  validation_accuracy AS validation,
  NULL AS public, NULL AS private, NULL AS score_source,
  outcome_reason IS NOT NULL OR coalesce(validation_low <= 0.25, 0) AS flagged,
  starred, final, tags, lower(concat_ws(' ', name, member, model_name, note, tags)) AS words, created_at, train_seconds
FROM runs
WHERE status IN ('done', 'stopped') AND NOT EXISTS (SELECT 1 FROM submissions WHERE run_id = runs.id);

CREATE VIEW leaderboard_lines AS SELECT * FROM submission_lines UNION ALL SELECT * FROM run_lines;

CREATE TABLE leaderboard (
  submission_id TEXT UNIQUE,         -- NULL: a finished run that has none
  run_id        TEXT,                -- NULL: a submission from elsewhere
  challenge_id  TEXT NOT NULL,
  name          TEXT NOT NULL,
  member        TEXT,
  model         TEXT,
  validation    REAL,
  public        REAL,
  private       REAL,
  score_source  TEXT,
  flagged       INTEGER NOT NULL,
  starred       INTEGER NOT NULL,
  final         INTEGER NOT NULL,
  tags          TEXT NOT NULL,       -- JSON
  words         TEXT NOT NULL,       -- what a search looks through
  created_at    INTEGER NOT NULL,
  train_seconds REAL
) STRICT;
CREATE INDEX leaderboard_by_run ON leaderboard (run_id, public);
CREATE INDEX leaderboard_by_rank ON leaderboard (challenge_id, public DESC, validation DESC, created_at);
CREATE INDEX leaderboard_by_member ON leaderboard (challenge_id, member, public);
CREATE INDEX leaderboard_by_model ON leaderboard (challenge_id, model);
CREATE INDEX leaderboard_by_time ON leaderboard (challenge_id, created_at);
CREATE INDEX runs_marked ON runs (challenge_id, created_at) WHERE starred = 1 OR final = 1;

${['INSERT', 'UPDATE', 'DELETE'].map((change) => triggersOn(change)).join('')}
INSERT INTO leaderboard SELECT * FROM leaderboard_lines;
`;

function triggersOn(change: string): string {
  const row = change === 'DELETE' ? 'old' : 'new';
  // A submission takes the place of its run's own line; one that moves gives it back.
  const runs = (change === 'UPDATE' ? ['old', 'new'] : [row]).map((row) => linesOfRun(`${row}.run_id`));
  return [
    trigger(change, 'runs', [linesOfRun(`${row}.id`)]),
    trigger(change, 'submissions', [lineOfSubmission(`${row}.id`), ...runs]),
    trigger(change, 'scores', [lineOfSubmission(`${row}.submission_id`)]),
  ].join('');
}

function trigger(change: string, table: string, renewals: readonly string[]): string {
  return `CREATE TRIGGER leaderboard_after_${table}_${change.toLowerCase()} AFTER ${change} ON ${table} BEGIN
${renewals.join('\n')}
END;
`;
}

function linesOfRun(id: string): string {
  return `  DELETE FROM leaderboard WHERE run_id = ${id};
  INSERT INTO leaderboard SELECT * FROM leaderboard_lines WHERE run_id = ${id};`;
}

function lineOfSubmission(id: string): string {
  return `  DELETE FROM leaderboard WHERE submission_id = ${id};
  INSERT INTO leaderboard SELECT * FROM submission_lines WHERE submission_id = ${id};`;
}
