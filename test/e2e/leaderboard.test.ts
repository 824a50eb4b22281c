import { join } from 'node:path';
import { expect } from 'vitest';
import { seedHome } from '../bench/ui/seed/home.ts';
import { test } from './harness/stage.ts';
import { leaderboard } from './pages/leaderboard.ts';
import { runPage } from './pages/run.ts';

/** Twice as many submissions as a page of the leaderboard shows. */
const many = { runs: 100, submissions: 100, points: 1000, answered: 0, questions: 40, seed: 1 };

test('a dot of the chart whose row is on another page opens its run', async ({ stage }) => {
  const home = join(stage.folder, 'home');
  await seedHome(home, many);
  const window = await stage.open(await stage.start(home));
  const { rows, row, chart, chartDot } = leaderboard(window);
  await rows.first().waitFor();

  // From the newest back to the first that has no row here.
  await chart.focus();
  let name: string | undefined;
  for (let steps = 0; name === undefined && steps < many.submissions; steps++) {
    await window.page.keyboard.press('ArrowLeft');
    const [told] = (await chart.getAttribute('aria-valuetext'))!.split(' ');
    if ((await row(told!).count()) === 0) name = told;
  }
  const { x, y } = await chartDot();
  await window.page.mouse.click(x, y);
  await expect.poll(() => runPage(window).title.innerText()).toBe(name);
});
