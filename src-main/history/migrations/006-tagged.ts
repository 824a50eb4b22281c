/** Few lines have tags: to list them, the others need not be read. */
export const tagged = `
CREATE INDEX leaderboard_tagged ON leaderboard (challenge_id, tags) WHERE tags <> '[]';
`;
