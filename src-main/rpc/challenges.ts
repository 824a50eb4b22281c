import {
  addChallenge,
  challengeEntries,
  challengeQuestions,
  challengeSummary,
  checkKnownPictures,
} from '../services/challenge-browser.ts';
import { challengeFindings, previewChallenge, previewSplit } from '../services/challenge-preview.ts';
import { keepUpload, uploadedFolder } from '../services/challenge-upload.ts';
import { procedures as on } from './base.ts';

export const challenges = {
  list: on.challenges.list.handler(({ context }) => challengeEntries(context.workbench.services)),
  add: on.challenges.add.handler(async ({ context: { workbench }, input }) => {
    const source =
      input.upload === null || input.source === 'sample'
        ? input.source
        : await keepUpload(workbench.services, input.upload, input.source);
    const summary = await addChallenge(workbench.services, source);
    workbench.notices.publish({ kind: 'changed', what: 'challenge', id: summary.id });
    return summary;
  }),
  get: on.challenges.get.handler(({ context, input }) =>
    challengeSummary(context.workbench.services, input.id),
  ),
  uploaded: on.challenges.uploaded.handler(async ({ context, input }) => ({
    folder: await uploadedFolder(context.workbench.services, input.upload),
  })),
  preview: on.challenges.preview.handler(({ context, input }) =>
    previewChallenge(context.workbench.services, input.source),
  ),
  findings: on.challenges.findings.handler(({ context, input }) =>
    challengeFindings(context.workbench.services, input),
  ),
  split: on.challenges.split.handler(({ context, input }) => previewSplit(context.workbench.services, input)),
  checkPictures: on.challenges.checkPictures.handler(({ context, input, signal }) =>
    checkKnownPictures(context.workbench.services, input.id, signal),
  ),
  questions: on.challenges.questions.handler(({ context, input }) =>
    challengeQuestions(context.workbench.services, input),
  ),
};
