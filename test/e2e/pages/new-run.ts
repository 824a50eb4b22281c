import type { Locator } from 'playwright-core';
import { explain } from '../../../src-main/recipe/explain.ts';
import type { FieldPath } from '../../../src-main/recipe/fields.ts';
import type { AppWindow } from '../harness/app-window.ts';

/** Fields that make a run of `tiny-demo` short: 64 samples, one epoch, one order of the choices. */
export const short = {
  'data.samples': '64',
  'training.epochs': '1',
  'answering.orders': '1',
} as const satisfies Partial<Record<FieldPath, string>>;

/** Fields that leave time to break something in mid-run: a step a sample, and answers in all orders. */
export const slower = { ...short, 'training.batchSize': '1', 'answering.orders': '4' } as const;

/** The form of a new run. */
export function newRun({ page, t, locale }: AppWindow) {
  const form = page.getByRole('main');
  const field = (path: FieldPath): Locator => form.getByLabel(new RegExp(`^${explain(path).label[locale]}`));
  return {
    field,
    async set(values: Partial<Record<FieldPath, string>>): Promise<void> {
      for (const [path, value] of Object.entries(values)) {
        const control = field(path as FieldPath);
        if ((await control.getAttribute('role')) === 'switch') await control.setChecked(value === 'on');
        else if ((await control.getByRole('option').count()) > 0) await control.selectOption(value);
        else await control.fill(value);
      }
    },
    startFrom: (name: string): Promise<string[]> =>
      form.getByLabel(t('new.from')).selectOption({ label: name }),
    name: form.getByLabel(t('new.name')),
    launch: (): Promise<void> => form.getByRole('button', { name: t('new.launch') }).click(),
    queue: (): Promise<void> => form.getByRole('button', { name: t('new.queue'), exact: true }).click(),
  };
}
