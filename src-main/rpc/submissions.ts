import { compareMany } from '../services/compare-many.ts';
import { comparedQuestions } from '../services/compare-questions.ts';
import { leaderboardPage } from '../services/leaderboard-page.ts';
import { lineage } from '../services/lineage.ts';
import { setFinal, setKaggleScore } from '../services/submission-scores.ts';
import { timeline } from '../services/timeline.ts';
import { procedures as on } from './base.ts';

export const submissions = {
  list: on.submissions.list.handler(({ context, input }) =>
    leaderboardPage(context.workbench.services, input),
  ),
  timeline: on.submissions.timeline.handler(({ context, input }) =>
    timeline(context.workbench.services, input.challengeId),
  ),
  lineage: on.submissions.lineage.handler(({ context, input }) =>
    lineage(context.workbench.services, input.challengeId, input.open),
  ),
  score: on.submissions.score.handler(({ context, input }) =>
    setKaggleScore(context.workbench.services, input),
  ),
  final: on.submissions.final.handler(({ context, input }) =>
    setFinal(context.workbench.services, input.id, input.final),
  ),
};

export const compare = {
  get: on.compare.get.handler(({ context, input }) => compareMany(context.workbench.services, input.ids)),
  questions: on.compare.questions.handler(({ context, input }) =>
    comparedQuestions(context.workbench.services, input),
  ),
};
