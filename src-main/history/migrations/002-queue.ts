/** Runs that wait for the accelerator. */
export const queue = `
CREATE TABLE queue (
  run_id   TEXT PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
  place    REAL NOT NULL,            -- the smallest starts first
  taken_by TEXT                      -- process that is starting or running it, as common/processes.ts names it
) STRICT;
`;
