import type {
  ContractRouterClient,
  InferContractRouterInputs,
  InferContractRouterOutputs,
} from '@orpc/contract';
import { app, members, settingsProcedures } from './app.ts';
import { challenges } from './challenges.ts';
import { compare } from './compare.ts';
import { desktop } from './desktop.ts';
import { events } from './events.ts';
import { exports_ } from './exports.ts';
import { imports } from './imports.ts';
import { accelerators, models } from './models.ts';
import { recipes } from './recipes.ts';
import { runs } from './runs.ts';
import { shared } from './shared.ts';
import { submissions } from './submissions.ts';

/** Everything a window can ask of a host, over any transport. */
export const contract = {
  app,
  settings: settingsProcedures,
  members,
  challenges,
  models,
  accelerators,
  recipes,
  runs,
  submissions,
  compare,
  imports,
  exports: exports_,
  shared,
  events,
  desktop,
};

/** A client of the contract: `client.runs.get({ id })`. */
export type Client = ContractRouterClient<typeof contract>;
export type Inputs = InferContractRouterInputs<typeof contract>;
export type Outputs = InferContractRouterOutputs<typeof contract>;

export type { AppInfo, Member, Settings, SettingsChange } from './app.ts';
export type {
  ChallengeEntry,
  ChallengePreview,
  ChallengeSummary,
  Finding,
  Question,
  SplitPreview,
} from './challenges.ts';
export type { Agreement, ComparedEffect, ComparedField, ComparedQuestion, RunComparison } from './compare.ts';
export type { DesktopCommand } from './desktop.ts';
export { errors } from './errors.ts';
export type { Exported } from './exports.ts';
export type { Notice } from './events.ts';
export type {
  ImportFiles,
  ImportItem,
  KaggleAssignment,
  KaggleMatch,
  KagglePaste,
  KagglePreview,
  KaggleResult,
} from './imports.ts';
export type { Accelerator, ModelDownload, ModelEntry, ModelSummary } from './models.ts';
export type { PresetEntry, RecipeField, RecipeProblem } from './recipes.ts';
export type {
  Answer,
  MetricPoint,
  Precedent,
  Preflight,
  RenderedPrompt,
  RunDetail,
  RunProgress,
  RunStatus,
  RunSummary,
  Score,
} from './run-values.ts';
export type { Activity, Launch, PredictionQuery, RunEdit, RunQuery } from './runs.ts';
export type { SharedStatus } from './shared.ts';
export type { LeaderboardQuery, LeaderboardRow, LineageNode, TimelinePoint } from './submissions.ts';
export type { Change, Estimate, Flag, Gain, LetterCounts } from './values.ts';
