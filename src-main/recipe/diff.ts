import { canonicalJson } from './canonical-json.ts';
import { fields, valueAt, type FieldPath } from './fields.ts';
import type { Recipe } from './recipe.ts';

/** A field that two recipes set differently. */
export interface RecipeChange {
  readonly path: FieldPath;
  readonly before: unknown;
  readonly after: unknown;
}

/** The fields in which two recipes differ, in the schema's order; an object that is null on one side is one change. */
export function diffRecipes(before: Recipe, after: Recipe): RecipeChange[] {
  const pairs = fields.map(({ path }) => ({
    path,
    before: comparableAt(before, path),
    after: comparableAt(after, path),
  }));
  return pairs.filter(({ before, after }) => {
    if (before === undefined || after === undefined) return false;
    const bothObjects = isObject(before) && isObject(after);
    return !bothObjects && canonicalJson(before) !== canonicalJson(after);
  });
}

/** What stands at a path, as it is compared: the same model lies in another folder on every machine, so its name alone counts. */
export function comparableAt(recipe: Recipe, path: FieldPath): unknown {
  const value = valueAt(recipe, path);
  return path === 'model.folder' && typeof value === 'string'
    ? (value.split(/[\\/]/).findLast((part) => part !== '') ?? value)
    : value;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Names that people use in a line such as "lr 1e-4 → 2e-4", where the field's own name would be long or unclear. */
const shortNames: Partial<Record<FieldPath, string>> = {
  'data.validationFraction': 'validation',
  'data.groupByPicture': 'group by picture',
  'data.shuffleChoices': 'shuffle choices',
  'prompt.system': 'system prompt',
  'prompt.user': 'user prompt',
  'picture.size': 'picture',
  'model.folder': 'model',
  'lora.targetModules': 'targets',
  'lora.excludeModules': 'excluded',
  'lora.vision': 'vision LoRA',
  'training.batchSize': 'batch',
  'training.learningRate': 'lr',
  'training.warmupRatio': 'warmup',
  'training.weightDecay': 'weight decay',
  'training.epsilon': 'eps',
  'training.maxGradNorm': 'clip',
  'training.labelSmoothing': 'smoothing',
  'training.smoothingOver': 'smoothing over',
  'training.ema': 'EMA',
  'training.earlyStopping': 'early stopping',
  'training.earlyStopping.minImprovement': 'min improvement',
  'training.gradientCheckpointing': 'checkpointing',
  'training.timeBudgetMinutes': 'time budget',
  'training.stopAtChance': 'stop at chance',
  'answering.mode': 'answering',
  'answering.batchSize': 'answering batch',
};

/** One line of all changes: `lr 1e-4 → 2e-4, r 8 → 32`; empty when there are none. */
export function formatDiff(changes: readonly RecipeChange[]): string {
  return changes
    .map(({ path, before, after }) => {
      const from =
        typeof before === 'string' && typeof after === 'string' ? firstDifference(before, after) : 0;
      return `${shortName(path)} ${formatValue(before, from)} → ${formatValue(after, from)}`;
    })
    .join(', ');
}

/** A field's values in several recipes as texts; long texts from where they begin to differ, – where there is none. */
export function formatValues(values: readonly unknown[]): string[] {
  const texts = values.filter((value) => typeof value === 'string');
  const others = texts.filter((text) => text !== texts[0]);
  const from =
    texts.length === values.length && others.length > 0
      ? Math.min(...others.map((text) => firstDifference(texts[0]!, text)))
      : 0;
  return values.map((value) => (value === undefined ? '–' : formatValue(value, from)));
}

/** The start of the word in which two texts begin to differ. */
function firstDifference(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return Math.max(one.slice(0, at).search(/\S*$/), 0);
}

/** The name of a field for tables and lines that have little room. */
export function shortName(path: FieldPath): string {
  return shortNames[path] ?? path.split('.').at(-1)!;
}

/** A field's value as people write it: 2e-4, 0.05, on, none, "You are a help…"; a long text from character `from`. */
export function formatValue(value: unknown, from = 0): string {
  if (value === null) return 'none';
  if (typeof value === 'number') return formatNumber(value);
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'string') return formatText(value, from);
  if (Array.isArray(value)) return value.join('+');
  return value === null
    ? 'none'
    : Object.values(value as object)
        .map((part) => formatValue(part))
        .join(' / ');
}

/** Small numbers in powers of ten, as learning rates are written. */
function formatNumber(value: number): string {
  return value !== 0 && Math.abs(value) < 0.01 ? value.toExponential() : String(value);
}

/** A word or path as it is; a text quoted, on one line, and cut where it is long. */
function formatText(text: string, from: number): string {
  if (text !== '' && !/\s/.test(text)) return text;
  const line = text.slice(from).replace(/\s+/g, ' ');
  return JSON.stringify(`${from > 0 ? '…' : ''}${line.length > 40 ? `${line.slice(0, 39)}…` : line}`);
}
