import { z } from 'zod';
import { procedure } from './values.ts';

export const appInfo = z.object({
  version: z.string(),
  /** The folder that holds everything. */
  home: z.string(),
  platform: z.string(),
  shell: z.enum(['headless', 'desktop']),
  machine: z.object({ cores: z.int(), memoryMb: z.int(), freeMemoryMb: z.int() }),
});
export type AppInfo = z.infer<typeof appInfo>;

export const settings = z.object({
  language: z.enum(['system', 'ko', 'en']).default('system'),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  /** IANA name; null is the reader's own. */
  timeZone: z.string().nullable().default(null),
  /** The member who works here. */
  me: z.string().nullable().default(null),
  /** The challenge that is shown. */
  challengeId: z.string().nullable().default(null),
  /** How many runs may share the accelerator. */
  parallelRuns: z.int().min(1).max(8).default(1),
  /** How many submissions a day Kaggle takes, by challenge, where someone told. */
  dailyLimits: z.record(z.string(), z.int().min(1).max(1000)).default({}),
  /** Snapshot folders beside the one that ships. */
  modelFolders: z.array(z.string()).default([]),
  /** The folder that is shared with team mates, and the largest adapter that is published there. */
  sharedFolder: z.string().nullable().default(null),
  sharedAdapterMb: z.int().min(0).default(256),
});
export type Settings = z.infer<typeof settings>;

const settingsChange = z.object({
  language: settings.shape.language.unwrap().optional(),
  theme: settings.shape.theme.unwrap().optional(),
  timeZone: z.string().nullable().optional(),
  me: z.string().nullable().optional(),
  challengeId: z.string().nullable().optional(),
  parallelRuns: settings.shape.parallelRuns.unwrap().optional(),
  dailyLimits: settings.shape.dailyLimits.unwrap().optional(),
});
export type SettingsChange = z.infer<typeof settingsChange>;

export const member = z.object({
  name: z.string().trim().min(1).max(40),
  /** A place (0 to 7) in the Okabe–Ito palette, or null until one is chosen. */
  color: z.int().min(0).max(7).nullable(),
});
export type Member = z.infer<typeof member>;

export const app = { info: procedure.output(appInfo) };

/** `set` changes what it names and gives back all. */
export const settingsProcedures = {
  get: procedure.output(settings),
  set: procedure.input(settingsChange).output(settings),
};

/** `save` adds a member or changes the colour of one; `remove` refuses (CONFLICT) whom runs belong to. */
export const members = {
  list: procedure.output(z.array(member)),
  save: procedure.input(member).output(z.array(member)),
  remove: procedure.input(member.pick({ name: true })).output(z.array(member)),
};
