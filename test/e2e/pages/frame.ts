import type { Locator } from 'playwright-core';
import type { AppWindow } from '../harness/app-window.ts';

type PageName = 'leaderboard' | 'runs' | 'compare' | 'challenge' | 'models' | 'team' | 'settings';

/** What is around every page. */
export function frame({ page, t }: AppWindow) {
  const rail = page.getByRole('navigation', { name: t('nav.label') });
  return {
    /** The page shown. */
    main: page.getByRole('main'),
    goTo: (name: PageName): Promise<void> => rail.getByRole('link', { name: t(`nav.${name}`) }).click(),
    newRun: (): Promise<void> => rail.getByRole('button', { name: t('frame.newRun') }).click(),
    /** What is said about the connection while there is none. */
    connection: page.getByRole('status'),
    /** What went wrong last. */
    fault: page.getByRole('alert'),
    heading: (name: string): Locator => page.getByRole('heading', { level: 1, name }),
  };
}
