/** Something a person does in the window: what leads there, the deed, and what shows that it is done, as expressions of the page. */
export interface Step {
  readonly name: string;
  readonly from: string;
  readonly deed: string;
  readonly done: string;
}

const board = '#/leaderboard';
const rows = `document.querySelectorAll('tr[data-key]')`;
const first = `document.querySelector('tr[data-key]')?.dataset.key`;
const total = `document.querySelector('nav.num span')?.textContent`;
const charts = `document.querySelectorAll('.uplot canvas').length`;

const go = (hash: string): string => `location.hash = ${JSON.stringify(hash)}`;
const sortBy = (column: number): string =>
  `globalThis.before = ${first}; document.querySelectorAll('th button')[${column}].click()`;
const filter = (text: string): string =>
  `globalThis.before = ${total};
   const input = document.querySelector('main input.input');
   input.value = ${JSON.stringify(text)};
   input.dispatchEvent(new Event('input', { bubbles: true }))`;

/** What people do most, of runs that have answers. */
export function stepsFor(ids: readonly string[]): Step[] {
  const run = `#/runs/${ids[0]!}`;
  const compare = (n: number): string => `#/compare?runs=${ids.slice(0, n).join('%2C')}`;
  return [
    {
      name: 'leaderboard',
      from: '#/settings',
      deed: go(board),
      done: `${rows}.length >= 50 && ${charts} === 1`,
    },
    ...[1, 2, 3, 4].map((column) => ({
      name: `sort by column ${column + 1}`,
      from: board,
      deed: sortBy(column),
      done: `${first} !== globalThis.before`,
    })),
    { name: 'filter by text', from: board, deed: filter('밤샘'), done: `${total} !== globalThis.before` },
    {
      name: 'next page',
      from: board,
      deed: `globalThis.before = ${first}; [...document.querySelectorAll('nav.num button')].at(-1).click()`,
      done: `${first} !== globalThis.before`,
    },
    {
      name: 'lineage',
      from: board,
      deed: go(`${board}?view=lineage`),
      done: `document.querySelectorAll('main ol > li').length > 20`,
    },
    {
      name: 'runs',
      from: board,
      deed: go('#/runs'),
      done: `document.querySelectorAll('main tbody tr').length >= 50`,
    },
    { name: 'run page', from: board, deed: go(run), done: `${charts} >= 4` },
    {
      name: 'answers of a run',
      from: run,
      deed: go(`${run}?tab=answers`),
      done: `document.querySelectorAll('.answers img').length >= 20`,
    },
    ...[2, 6].map((n) => ({
      name: `compare ${n} runs`,
      from: board,
      deed: go(compare(n)),
      done: `document.querySelectorAll('main caption').length >= 2 && ${charts} >= 2 && document.querySelector('[data-part=gallery] img')`,
    })),
  ];
}
