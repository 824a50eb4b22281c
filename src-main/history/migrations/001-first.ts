/** The first history: challenges, members, runs and what they leave. Times are milliseconds since 1970. */
export const first = `
CREATE TABLE challenges (
  id      TEXT PRIMARY KEY,          -- SHA-256 of its CSV files: one challenge, wherever its folder lies
  name    TEXT NOT NULL,
  source  TEXT NOT NULL,             -- JSON, ChallengeSource of the newest run
  seen_at INTEGER NOT NULL           -- creation of the newest run
) STRICT;

CREATE TABLE members (
  name  TEXT PRIMARY KEY,
  color TEXT
) STRICT;

CREATE TABLE runs (
  id                  TEXT PRIMARY KEY,
  name                TEXT NOT NULL,
  kind                TEXT NOT NULL CHECK (kind IN ('train', 'zero-shot')),
  challenge_id        TEXT NOT NULL REFERENCES challenges (id),
  model_name          TEXT NOT NULL,
  model_fingerprint   TEXT NOT NULL,
  recipe              TEXT NOT NULL, -- JSON
  recipe_hash         TEXT NOT NULL,
  parent_id           TEXT,          -- no foreign key: the parent may be on a team mate's disk
  code_version        TEXT NOT NULL,
  seed                INTEGER NOT NULL,
  environment         TEXT NOT NULL, -- JSON
  member              TEXT REFERENCES members (name),
  note                TEXT NOT NULL,
  tags                TEXT NOT NULL, -- JSON
  starred             INTEGER NOT NULL,
  final               INTEGER NOT NULL,
  status              TEXT NOT NULL CHECK (status IN ('queued', 'running', 'stopped', 'failed', 'done')),
  owner               TEXT,          -- process that runs it, as common/processes.ts names it
  outcome_reason      TEXT,          -- why it is not done
  outcome_message     TEXT,
  resumable           INTEGER NOT NULL,
  validation_loss     REAL,
  validation_accuracy REAL,
  validation_low      REAL,
  validation_high     REAL,
  validation_count    INTEGER,
  parse_failures      INTEGER,
  train_seconds       REAL,
  peak_rss_mb         REAL,
  warnings            TEXT NOT NULL, -- JSON
  created_at          INTEGER NOT NULL,
  started_at          INTEGER,
  ended_at            INTEGER
) STRICT;
CREATE INDEX runs_by_challenge ON runs (challenge_id, created_at);
CREATE INDEX runs_by_created ON runs (created_at);
CREATE INDEX runs_by_status ON runs (status);
CREATE INDEX runs_by_parent ON runs (parent_id);
CREATE INDEX runs_by_name ON runs (name);
CREATE INDEX runs_by_member ON runs (member);

CREATE TABLE metrics (
  run_id        TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  kind          TEXT NOT NULL CHECK (kind IN ('train', 'validation')),
  step          INTEGER NOT NULL,
  epoch         REAL NOT NULL,
  loss          REAL,                -- NULL: not a finite number
  letter_loss   REAL,
  accuracy      REAL,
  low           REAL,
  high          REAL,
  learning_rate REAL,
  grad_norm     REAL,
  samples       INTEGER NOT NULL,
  seconds       REAL NOT NULL,
  PRIMARY KEY (run_id, kind, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE predictions (
  run_id      TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  split       TEXT NOT NULL,
  question_id TEXT NOT NULL,
  a           REAL,
  b           REAL,
  c           REAL,
  d           REAL,
  answer      TEXT NOT NULL,
  parsed      TEXT NOT NULL,
  PRIMARY KEY (run_id, split, question_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE submissions (
  id           TEXT PRIMARY KEY,
  run_id       TEXT REFERENCES runs (id) ON DELETE CASCADE,
  challenge_id TEXT NOT NULL REFERENCES challenges (id),
  file_name    TEXT NOT NULL,
  answers_hash TEXT NOT NULL,
  sha256       TEXT NOT NULL,
  count_a      INTEGER NOT NULL,
  count_b      INTEGER NOT NULL,
  count_c      INTEGER NOT NULL,
  count_d      INTEGER NOT NULL,
  flags        TEXT NOT NULL,        -- JSON
  member       TEXT REFERENCES members (name),
  created_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX submissions_by_run ON submissions (run_id);
CREATE INDEX submissions_by_challenge ON submissions (challenge_id, created_at);
CREATE INDEX submissions_by_answers ON submissions (answers_hash);
CREATE INDEX submissions_by_member ON submissions (member);

CREATE TABLE scores (
  submission_id TEXT NOT NULL REFERENCES submissions (id) ON DELETE CASCADE,
  source        TEXT NOT NULL CHECK (source IN ('local', 'kaggle')),
  public        REAL,
  private       REAL,
  scored_at     INTEGER NOT NULL,
  PRIMARY KEY (submission_id, source)
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
  run_id  TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  seq     INTEGER NOT NULL,
  at      INTEGER NOT NULL,
  kind    TEXT NOT NULL,
  message TEXT NOT NULL,
  PRIMARY KEY (run_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX events_by_time ON events (at);
`;
