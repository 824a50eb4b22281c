import type { Command } from 'commander';
import { challengeSource, checkChallenge, type ChallengeReport } from '../../services/challenges.ts';
import { forecastGpuMemory } from '../../services/gpu-forecast.ts';
import { addRecipeOptions, chooseRecipe, type RecipeOptions } from '../choose-recipe.ts';
import { addCommand, perform, type Report, type Session, type SessionOptions } from '../command.ts';
import { exitCodes } from '../exit-code.ts';
import { formatFields } from '../format.ts';
import { describeForecast, readGpuMemory } from '../gpu-memory.ts';

/** Findings that are printed; the JSON document has them all. */
const shown = 20;

interface CheckOptions extends SessionOptions, RecipeOptions {
  readonly gpuMemory?: string;
}

export function addCheck(program: Command): void {
  const command = addCommand(
    program,
    'check <challenge>',
    'read a challenge, decode every picture, and say what is wrong with it; with a recipe, what it takes of a GPU',
  );
  addRecipeOptions(command)
    .option('--gpu-memory <size>', 'what is free on the GPU that you plan for, such as 24GiB')
    .addHelpText(
      'after',
      '\nA challenge is a folder with train.csv, test.csv and pictures; `sample` is the one that ships.',
    )
    .action((challenge: string, options: CheckOptions) =>
      perform(options, async (session) => {
        const report = await readChallenge(session, challenge);
        const faulty = report.findings.some(({ severity }) => severity === 'error');
        const checked = { data: report, text: describeChallenge(report) };
        if (faulty) return { ...checked, code: exitCodes.badInput };
        return namesRecipe(options) ? withForecast(session, challenge, options, checked) : checked;
      }),
    );
}

/** Without a word about a recipe only the challenge is checked, which needs no model. */
function namesRecipe({ preset, recipe, from, model, set, gpuMemory }: CheckOptions): boolean {
  return [preset, recipe, from, model, gpuMemory, ...(set ?? [])].some((given) => given !== undefined);
}

function readChallenge({ host, progress, control }: Session, challenge: string): Promise<ChallengeReport> {
  return checkChallenge(challengeSource(host.resources, challenge), {
    ...(control.stop && { signal: control.stop }),
    progress: (split, done, total) =>
      progress.update(`Decoding pictures (${split})`, { done, total, perSecond: null, etaSeconds: null }),
  });
}

/** A recipe that would be refused ends with the code that its training would end with. */
async function withForecast(
  { host, control }: Session,
  challenge: string,
  options: CheckOptions,
  checked: Report & { readonly data: ChallengeReport },
): Promise<Report> {
  const freeMb = options.gpuMemory === undefined ? null : readGpuMemory(options.gpuMemory);
  const { recipe } = await chooseRecipe(host, options);
  const source = challengeSource(host.resources, challenge);
  const gpuMemory = await forecastGpuMemory(host, { challenge: source, recipe, freeMb }, control.stop);
  return {
    data: { ...checked.data, gpuMemory },
    text: `${checked.text}\n\n${describeForecast(gpuMemory)}`,
    ...(gpuMemory?.refusal ? { code: exitCodes.guard } : {}),
  };
}

/** A challenge in words: its sizes, its letters and kinds, what was found. */
export function describeChallenge(report: ChallengeReport): string {
  const errors = report.findings.filter(({ severity }) => severity === 'error');
  const lines = report.findings.slice(0, shown).map(({ severity, message }) => `${severity}: ${message}`);
  const more =
    report.findings.length > shown
      ? [`… and ${report.findings.length - shown} more; --json prints all.`]
      : [];
  const fields = formatFields([
    ['Challenge', `${report.name} (${report.folder})`],
    ['Training', `${report.train} questions`],
    [
      'Test',
      `${report.test} questions${report.solution === null ? '' : `, ${report.solution} with a known answer`}`,
    ],
    ['Letters', counts(report.letters)],
    ...(Object.keys(report.kinds).length > 0 ? [['Kinds', counts(report.kinds)] as const] : []),
    ['Found', `${errors.length} errors, ${report.findings.length - errors.length} warnings`],
  ]);
  return [fields, ...lines, ...more].join('\n');
}

function counts(record: Record<string, number>): string {
  return Object.entries(record)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}
