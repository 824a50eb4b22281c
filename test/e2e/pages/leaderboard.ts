import type { Locator } from 'playwright-core';
import type { AppWindow } from '../harness/app-window.ts';

/** The leaderboard. */
export function leaderboard({ page, t }: AppWindow) {
  const main = page.getByRole('main');
  const rows = main.getByRole('row').filter({ has: page.getByRole('cell') });
  const chart = main.getByRole('slider', { name: t('board.chart') });
  return {
    rows,
    row: (name: string): Locator => rows.filter({ has: page.getByText(name, { exact: true }) }),
    /** The texts of all rows, top to bottom. */
    texts: (): Promise<string[]> => rows.allInnerTexts(),
    open: (name: string): Promise<void> => rows.getByRole('cell').getByText(name, { exact: true }).click(),
    select: (name: string): Promise<void> =>
      main.getByRole('checkbox', { name: `${t('board.select')}: ${name}`, exact: true }).check(),
    compare: (): Promise<void> => main.getByRole('button', { name: t('board.compare'), exact: true }).click(),
    chart,
    /** Where on the screen the dot lies that the chart tells of. */
    async chartDot(): Promise<{ x: number; y: number }> {
      const box = (await chart.boundingBox())!;
      const style = (await chart.locator('.tip').getAttribute('style'))!;
      const [left, top] = [...style.matchAll(/([\d.]+)px/g)].map(([, pixels]) => Number(pixels));
      return { x: box.x + left!, y: box.y + top! };
    },
    panel: (name: string): Locator => page.getByRole('complementary', { name }),
  };
}
