import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromSystemError } from '../../common/errors.ts';
import { fourBitKind } from '../../recipe/four-bit.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import type { ChallengeFiles } from './challenge-files.ts';
import { recipeConstants, writeConstants, type Constant } from './constants.ts';
import { pythonLiteral } from './literal.ts';

/** The pieces of the script that are the same for every run, in the order in which Python reads them. */
const pieces = [
  'random_numbers',
  'questions',
  'split',
  'model',
  'examples',
  'loss',
  'answering',
  'guards',
  'training',
  'main',
] as const;

/** What a script is made from. */
export interface ScriptSource {
  readonly name: string;
  readonly recipe: Recipe;
  /** Off, the script only answers with the model as it came. */
  readonly trains: boolean;
  readonly challenge: ChallengeFiles;
  readonly codeVersion: string;
  /** What whoever runs it must know first, such as a model that changed. */
  readonly warning: string | null;
  /** The run that changes are marked against. */
  readonly against: { readonly name: string; readonly recipe: Recipe } | null;
}

/** A run as one Python script; `resources` holds what ships. The same run always gives the same text. */
export async function pythonScript(resources: string, source: ScriptSource): Promise<string> {
  const read = (piece: string): Promise<string> => readPiece(join(resources, 'python-export', `${piece}.py`));
  const constants = recipeConstants(source.recipe);
  const before = source.against ? recipeConstants(source.against.recipe) : constants;
  return [
    heading(source),
    await read('imports'),
    writeConstants(placeConstants(source)),
    `# ---- The recipe, field by field ${'-'.repeat(87)}\n`,
    writeConstants(constants, before),
    ...(await Promise.all(pieces.map(async (piece) => `\n${await read(piece)}`))),
  ].join('\n');
}

async function readPiece(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    throw fromSystemError(error, 'cannot-read', file);
  });
}

function heading({ name, recipe, codeVersion, warning, against }: ScriptSource): string {
  const marks = against
    ? [
        '',
        `Where ${oneLine(against.name)} had another value, it stands on a line "# BEFORE:", and this run's under "# AFTER:".`,
      ]
    : [];
  // It quantises the model when it is loaded.
  const bits = fourBitKind(recipe) ? '"bitsandbytes>=0.46.1" ' : '';
  return [
    `"""The run ${oneLine(name)} of Quartet (${codeVersion}), for transformers and PEFT.`,
    '',
    `    pip install "torch>=2.6" "transformers>=5.6" "peft>=0.17" ${bits}accelerate pillow`,
    '    python THIS_FILE                      one GPU, or the CPU',
    '    accelerate launch THIS_FILE           all GPUs: the micro-batches of each step are shared out among them',
    '',
    'Split, data order, order of choices, initial LoRA weights, supervised tokens, loss, schedule, optimizer and way of',
    "answering are those of Quartet. Dropout masks are PyTorch's own, one a module, and bf16 rounds in other places.",
    ...marks,
    ...(warning === null ? [] : ['', `WARNING: ${oneLine(warning)}`]),
    '"""',
    '',
  ].join('\n');
}

/** A name that cannot end the docstring it stands in. */
function oneLine(text: string): string {
  return text.replace(/[\s"\\]+/g, ' ').trim();
}

function placeConstants({ name, trains, challenge }: ScriptSource): Constant[] {
  const constant = (called: string, value: unknown, comment: string): Constant => ({
    name: called,
    value: pythonLiteral(value),
    comment,
  });
  const out = `${name.replace(/[^\p{L}\p{N}._-]+/gu, '-')}-python`;
  return [
    constant(
      'CHALLENGE',
      challenge.folder,
      "The challenge's folder; pictures and the two files below lie in it.",
    ),
    constant('TRAIN_CSV', challenge.train, ''),
    constant('TEST_CSV', challenge.test, ''),
    constant('TRAIN_COLUMNS', challenge.trainColumns, 'What each column is called in them.'),
    constant('TEST_COLUMNS', challenge.testColumns, ''),
    constant(
      'PICTURE_PREFIX',
      challenge.picturePrefix,
      'What picture paths begin with, and what to put there instead.',
    ),
    {
      name: 'OUT',
      value: `Path(${pythonLiteral(out)})`,
      comment: 'Where adapter, metrics, predictions and submission.csv go.',
    },
    constant('TRAIN', trains, 'False answers with the model as it came.'),
    constant('WORKERS', 2, 'Processes that read and resize pictures ahead.'),
  ];
}
