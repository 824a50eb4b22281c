/** The four choices of a question. */
export const letters = ['a', 'b', 'c', 'd'] as const;

/** One of the four choices. */
export type Letter = (typeof letters)[number];
