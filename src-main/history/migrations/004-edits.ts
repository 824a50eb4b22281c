/** What people said of runs, submissions and members, each field with its last writer, so that it can travel. */
export const edits = `
CREATE TABLE installation (
  id TEXT PRIMARY KEY                -- random: the author of edits made here
) STRICT;
INSERT INTO installation VALUES (lower(hex(randomblob(8))));

CREATE TABLE edits (
  kind       TEXT NOT NULL,          -- run, submission or member
  subject_id TEXT NOT NULL,          -- no foreign key: the edit may come before the run, and outlives it
  field      TEXT NOT NULL,
  value      TEXT NOT NULL,          -- JSON
  wall       INTEGER NOT NULL,       -- hybrid logical clock: milliseconds since 1970, then a count
  counter    INTEGER NOT NULL,
  author     TEXT NOT NULL,          -- an installation
  published  INTEGER NOT NULL,       -- whether the shared folder has it from here; 1 for those of others
  applied    INTEGER NOT NULL,       -- whether run folder and tables are known to say so
  PRIMARY KEY (kind, subject_id, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX edits_by_clock ON edits (wall, counter);
CREATE INDEX edits_unpublished ON edits (author) WHERE published = 0;
CREATE INDEX edits_unapplied ON edits (kind, subject_id) WHERE applied = 0;

CREATE TABLE shared_segments (
  folder TEXT PRIMARY KEY,           -- the shared folder
  name   TEXT NOT NULL,              -- the file there that edits of here are appended to
  size   INTEGER NOT NULL            -- its bytes, as we left it
) STRICT;

CREATE TABLE shared_runs (
  run_id   TEXT PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
  revision INTEGER NOT NULL,         -- the newest in the shared folder that is known here
  author   TEXT NOT NULL,            -- the installation that published it
  made     INTEGER NOT NULL          -- when its newest part was made: ours is another one when this differs
) STRICT;
`;
