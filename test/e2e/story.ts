/**
 * A home folder that tells the team's own story: thirteen submissions by four members, with their scores, on the
 * sample challenge. For screenshots and for looking at pages: `node test/e2e/story.ts <home>`, then `quartet serve`.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLog } from '../../src-main/common/log.ts';
import { homePaths } from '../../src-main/common/paths.ts';
import { sha256 } from '../../src-main/common/hash.ts';
import { wilsonInterval } from '../../src-main/common/statistics.ts';
import { loadChallenge, type Challenge } from '../../src-main/data/challenge.ts';
import { createHost } from '../../src-main/host/host.ts';
import { canonicalJson } from '../../src-main/recipe/canonical-json.ts';
import type { Services } from '../../src-main/services/context.ts';
import { keepMember } from '../../src-main/services/members.ts';
import { openSettings } from '../../src-main/services/settings.ts';
import { submitRun } from '../../src-main/services/submissions.ts';
import type { RunDocument } from '../../src-main/services/runs/document.ts';
import { indexFiles } from '../../src-main/services/runs/indexing.ts';
import { writePredictions } from '../../src-main/services/runs/predictions-file.ts';
import { folderOf, storeRun, updateRun } from '../../src-main/services/runs/store.ts';
import { splitQuestions } from '../../src-main/data/split.ts';
import { answersOf } from './story/answers.ts';
import { idOf } from './story/chance.ts';
import { curvesOf } from './story/curves.ts';
import { preflightOf } from './story/preflight.ts';
import { members, submissions, type StorySubmission } from './story/submissions.ts';

const hour = 3_600_000;
/** The last submission came this long before now. */
const ended = 0.7 * hour;

/** Writes the story into a home folder, its last submission shortly before `now` (milliseconds). */
export async function tellStory(home: string, now = Date.now()): Promise<void> {
  const host = await createHost(homePaths(home), createLog('silent'));
  try {
    const folder = join(host.resources, 'sample-challenge');
    const { challenge } = await loadChallenge({ folder });
    for (const member of members) keepMember(host, member);
    const first = now - ended - submissions.at(-1)!.hour * hour;
    for (const told of submissions) await tell(host, challenge, told, first + told.hour * hour);
    const settings = await openSettings(home);
    await settings.set({ me: members[0].name, challengeId: challenge.sha256 });
  } finally {
    host.dispose();
  }
}

async function tell(
  services: Services,
  challenge: Challenge,
  told: StorySubmission,
  at: number,
): Promise<void> {
  const { train, validation } = splitQuestions(challenge.train, told.recipe.data, told.recipe.training.seed);
  const skill = {
    name: told.sameAs ?? told.name,
    accuracy: told.collapsed ? 0.26 : told.public,
    collapsed: told.collapsed === true,
  };
  const known = {
    validation: validation.flatMap((question) =>
      question.answer === null ? [] : { question, truth: question.answer },
    ),
    test: challenge.test.flatMap((question) => {
      const truth = challenge.solution?.get(question.id)?.answer;
      return truth === undefined ? [] : { question, truth };
    }),
  };
  const answers = {
    validation: answersOf('validation', known.validation, skill),
    test: answersOf('test', known.test, skill),
  };
  const truths = new Map(known.validation.map(({ question, truth }) => [question.id, truth]));
  const right = answers.validation.filter(
    ({ questionId, answer }) => truths.get(questionId) === answer,
  ).length;
  const run = document(told, challenge, at, { right, count: validation.length });
  await storeRun(services, run);
  const paths = folderOf(services, run.id);
  const course = {
    ...skill,
    recipe: told.recipe,
    samples: train.length,
    validation: validation.length,
    accuracy: right / validation.length,
    seconds: told.minutes * 60,
  };
  await mkdir(paths.folder, { recursive: true });
  await writeFile(
    paths.metrics,
    curvesOf(course)
      .map((record) => `${JSON.stringify(record)}\n`)
      .join(''),
  );
  await writePredictions(paths.predictions, [...answers.validation, ...answers.test]);
  await writeFile(paths.preflight, JSON.stringify(preflightOf(told.recipe, train, validation.length)));
  await writeFile(paths.log, logOf(run));
  await indexFiles(services.history, run.id, paths);
  await submitRun(services, run.id);
  await backdate(services, run, told, at);
}

/** Gives the submission the time and the name that the team gave it, and Kaggle's score. */
async function backdate(
  services: Services,
  run: RunDocument,
  told: StorySubmission,
  at: number,
): Promise<void> {
  const time = new Date(at).toISOString();
  await updateRun(services, run.id, ({ submission }) => ({
    events: [...run.events, { at: time, kind: 'submitted', message: told.fileName }],
    submission: submission && {
      ...submission,
      id: idOf(`submission of ${told.name}`),
      fileName: told.fileName,
      at: time,
      scores: [
        ...submission.scores.map((score) => ({ ...score, at: time })),
        { source: 'kaggle', public: told.public, private: null, at: time },
      ],
    },
  }));
}

function document(
  told: StorySubmission,
  challenge: Challenge,
  at: number,
  { right, count }: { readonly right: number; readonly count: number },
): RunDocument {
  const [created, started, finished] = [told.minutes + 4, told.minutes + 3, 1].map((minutes) =>
    new Date(at - minutes * 60_000).toISOString(),
  ) as [string, string, string];
  const large = told.recipe.model.folder.includes('7B');
  return {
    format: 1,
    id: idOf(told.name),
    name: told.name,
    kind: 'train',
    challenge: { name: challenge.name, sha256: challenge.sha256, source: { folder: challenge.folder } },
    model: { name: told.recipe.model.folder, fingerprint: sha256(told.recipe.model.folder) },
    recipe: told.recipe,
    recipeHash: sha256(canonicalJson(told.recipe)),
    unknownFields: [],
    parent: told.parent === null ? null : idOf(told.parent),
    codeVersion: '0.1.0',
    seed: told.recipe.training.seed,
    environment: {
      platform: 'linux-x64',
      node: 'v24.21.0',
      cores: 16,
      memoryMb: 65_536,
      provider: 'cuda',
    },
    member: told.member,
    note: told.note ?? '',
    tags: [...(told.tags ?? [])],
    starred: told.starred ?? false,
    final: told.final ?? false,
    status: 'done',
    owner: null,
    outcome: null,
    result: {
      validation: { loss: null, accuracy: right / count, ...wilsonInterval(right, count), count },
      parseFailures: 0,
      trainSeconds: told.minutes * 60,
      peakRssMb: large ? 21_400 : 8_900,
    },
    warnings:
      told.recipe.training.learningRate >= 1e-3
        ? ['training.learningRate: far above what LoRA usually takes (1e-4 to 5e-4).']
        : [],
    submission: null,
    events: [
      { at: created, kind: 'created', message: '' },
      { at: started, kind: 'started', message: '' },
      { at: finished, kind: 'done', message: '' },
    ],
    created,
    started,
    ended: finished,
  };
}

function logOf({ started, ended }: RunDocument): string {
  const lines = [
    'provider cuda: the first that works',
    'phase load',
    'phase train',
    'phase validate',
    'phase predict',
  ];
  return [...lines.map((line) => `${started} ${line}`), `${ended} done`, ''].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const home = process.argv[2];
  if (home === undefined) throw new Error('Name the home folder: node test/e2e/story.ts <home>');
  await tellStory(home);
}
