import type { Recipe } from '../recipe/recipe.ts';
import type { ChallengeSource } from '../data/challenge.ts';

/** What an engine process is asked to do; one job a process. All paths are absolute. */
export type Job =
  | {
      readonly kind: 'train';
      readonly runFolder: string;
      readonly challenge: ChallengeSource;
      readonly recipe: Recipe;
      readonly resume: boolean;
      readonly cache: CacheFolder;
    }
  | {
      readonly kind: 'predict';
      readonly runFolder: string | null;
      readonly adapter: string | null;
      readonly challenge: ChallengeSource;
      readonly recipe: Recipe;
      readonly split: Split;
      readonly outFolder: string;
      readonly cache: CacheFolder;
    }
  | { readonly kind: 'preflight'; readonly challenge: ChallengeSource; readonly recipe: Recipe }
  /** What a recipe would take of a GPU, which need not be here; `freeMb` is what is free on it, null: as this machine's driver tells. */
  | {
      readonly kind: 'forecast';
      readonly challenge: ChallengeSource;
      readonly recipe: Recipe;
      readonly freeMb: number | null;
    }
  /** Whether ONNX Runtime can compute on a provider here. */
  | { readonly kind: 'provider'; readonly provider: 'cpu' | 'cuda' | 'webgpu' | 'dml' };

/** Where an engine keeps what it could make again, such as the features of pictures; null for nowhere. */
export type CacheFolder = string | null;

export type Split = 'train' | 'validation' | 'test';

export type Phase = 'read' | 'load' | 'preflight' | 'zero-shot' | 'train' | 'validate' | 'predict' | 'save';

/** One record of `metrics.jsonl`; a train record per optimizer step, a validation record per evaluation. */
export type MetricRecord =
  | {
      readonly kind: 'train';
      readonly step: number;
      readonly epoch: number;
      readonly loss: number;
      readonly letterLoss: number;
      readonly accuracy: number;
      readonly learningRate: number;
      readonly gradNorm: number;
      readonly samples: number;
      readonly seconds: number;
    }
  | {
      readonly kind: 'validation';
      readonly step: number;
      readonly epoch: number;
      readonly loss: number;
      readonly accuracy: number;
      readonly low: number;
      readonly high: number;
      readonly count: number;
      readonly seconds: number;
    };

/** The preflight's findings: one rendered prompt with its supervised tokens marked, the plan, and what forbids a start. */
export interface Preflight {
  readonly prompt: readonly { readonly text: string; readonly supervised: boolean }[];
  readonly questionId: string;
  readonly tokens: number;
  readonly pictureTokens: number;
  readonly supervisedTokens: number;
  readonly optimizerSteps: number;
  readonly warmupSteps: number;
  readonly learningRates: readonly { readonly step: number; readonly learningRate: number }[];
  readonly trainable: number;
  readonly trainSamples: number;
  readonly validationSamples: number;
  readonly warnings: readonly string[];
  /** Reasons to refuse; empty when the run may start. */
  readonly refusals: readonly string[];
  /** Null where the run is on no GPU. */
  readonly gpuMemory: GpuMemory | null;
}

/** What a run takes of a GPU at its peak (MiB), by what it is for, and how much is free there (null: not told). */
export interface GpuMemory {
  readonly totalMb: number;
  readonly weightsMb: number;
  readonly stateMb: number;
  readonly activationsMb: number;
  readonly roundingMb: number;
  readonly contextMb: number;
  readonly freeMb: number | null;
  /** Whether layers will be recomputed, as the recipe says or as `auto` chose. */
  readonly recompute: boolean;
}

/** A recipe's GPU memory before anything runs; `provider` is the one that its precision asks for. */
export interface GpuForecast extends GpuMemory {
  readonly provider: 'cuda' | 'webgpu';
  readonly fits: boolean;
  /** Why it does not fit and what would; null where it fits or nobody knows. */
  readonly refusal: string | null;
}

/**
 * What an engine tells while it works. The last one is `done`, `stopped` or `failed`; a preflight, a forecast and a
 * trial of a provider end with their one answer.
 */
export type EngineEvent =
  | { readonly type: 'phase'; readonly phase: Phase; readonly total: number }
  | {
      readonly type: 'progress';
      readonly phase: Phase;
      readonly done: number;
      readonly total: number;
      readonly perSecond: number | null;
      readonly etaSeconds: number | null;
      /** Resident memory of the engine now, in MiB. */
      readonly memoryMb: number;
    }
  | { readonly type: 'metric'; readonly record: MetricRecord }
  | { readonly type: 'preflight'; readonly preflight: Preflight }
  /** Null where the recipe asks for the CPU. */
  | { readonly type: 'forecast'; readonly forecast: GpuForecast | null }
  | { readonly type: 'provider'; readonly provider: string; readonly reason: string }
  | {
      readonly type: 'trial';
      readonly provider: string;
      readonly works: boolean;
      readonly reason: string;
      /** 10⁹ floating-point operations a second on large f32 products; null where it was not measured. */
      readonly gflops: number | null;
    }
  | { readonly type: 'log'; readonly level: 'info' | 'warn' | 'error'; readonly message: string }
  | { readonly type: 'done'; readonly result: JobResult }
  | {
      readonly type: 'stopped';
      readonly reason: StopReason;
      readonly message: string;
      readonly resumable: boolean;
    }
  | {
      readonly type: 'failed';
      readonly code: string;
      readonly message: string;
      readonly stack: string | null;
    };

export type StopReason = 'cancelled' | 'guard' | 'shutdown';

/** What a finished job leaves: its files lie in the run folder (or `outFolder`). */
export interface JobResult {
  /** Accuracy on the validation split, or null without one. */
  readonly validation: {
    readonly loss: number;
    readonly accuracy: number;
    readonly low: number;
    readonly high: number;
    readonly count: number;
  } | null;
  readonly predictions: string | null; // path of predictions.csv
  readonly submission: string | null; // path of submission.csv
  readonly parseFailures: number;
  readonly trainSeconds: number;
  readonly peakRssMb: number;
  readonly warnings: readonly string[];
}

/** What a host sends to a running engine. */
export type EngineCommand =
  | { readonly type: 'start'; readonly job: Job }
  | { readonly type: 'stop'; readonly reason: 'cancel' | 'shutdown' }
  /** End training after this step, keep the best weights, and go on to answer. */
  | { readonly type: 'finish' };

/** Shape of `predictions.csv`: `id,split,a,b,c,d,answer,parsed`, four probabilities a question, the letter answered, and how it came. */
export const predictionColumns = ['id', 'split', 'a', 'b', 'c', 'd', 'answer', 'parsed'] as const;
