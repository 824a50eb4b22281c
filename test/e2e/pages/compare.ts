import type { AppWindow } from '../harness/app-window.ts';

/** Runs side by side. */
export function comparePage({ page }: AppWindow) {
  const main = page.getByRole('main');
  return {
    /** The columns' heads: the runs' names. */
    runs: main.getByRole('columnheader').getByRole('link'),
    /** The values of a row such as `r`, one for each run. */
    async values(field: string): Promise<string[]> {
      const row = main.getByRole('row').filter({ has: page.getByText(field, { exact: true }) });
      const [, ...values] = await row.getByRole('cell').or(row.getByRole('rowheader')).allInnerTexts();
      return values;
    },
  };
}
