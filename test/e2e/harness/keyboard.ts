import type { Locator, Page } from 'playwright-core';

/** Where Tab has come to. */
export interface Stop {
  /** The element's markup, cut short, to tell it by. */
  readonly markup: string;
  /** Whether one sees that it has the focus. */
  readonly visible: boolean;
}

/** Runs in the page: what has the focus, null when nothing of the page has. */
const describeFocus = `(() => {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return null;
  // A field may have its ring around the icon beside it, too.
  const outlined = [focused, focused.parentElement].some((element) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1;
  });
  const box = focused.getBoundingClientRect();
  return {
    markup: focused.outerHTML.slice(0, 160),
    visible: outlined && box.width > 0 && box.height > 0,
  };
})()`;

/** Presses Tab once and tells where that leads. */
export async function tab(page: Page): Promise<Stop | null> {
  await page.keyboard.press('Tab');
  return page.evaluate<Stop | null>(describeFocus);
}

/** Whether an element has the focus. */
export async function hasFocus(page: Page, element: Locator): Promise<boolean> {
  return (await element.and(page.locator(':focus')).count()) > 0;
}

/** Presses Tab until an element has the focus. Errors: it is never reached, or some stop on the way cannot be seen. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 250; presses++) {
    if (await hasFocus(page, target)) return;
    const stop = await tab(page);
    if (stop && !stop.visible) throw new Error(`The focus cannot be seen on ${stop.markup}`);
  }
  throw new Error(`Tab does not reach ${target.toString()}.`);
}

/**
 * Runs in the page: what a mouse can use and a keyboard cannot. A pointing hand promises an action: it must be (in) an
 * element that takes the focus, or hold one that does the same, as a row holds its link.
 */
const findUnreachable = `(() => {
  const focusable = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
  const hidden = (element) => !element.checkVisibility({ visibilityProperty: true });
  return [...document.querySelectorAll('body *')]
    .filter((element) => getComputedStyle(element).cursor === 'pointer' && !hidden(element))
    .filter((element) => !element.closest(focusable + ', label, option') && !element.querySelector(focusable))
    // Within a row that holds its link, the cells are the row.
    .filter((element) => !element.closest('tr')?.querySelector(focusable))
    .map((element) => element.outerHTML.slice(0, 160));
})()`;

/** Markup of what can be clicked and not be reached by keyboard. */
export function unreachable(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(findUnreachable);
}

/** Every element that takes the focus, as Tab comes by, from the top of the page until it comes round. */
export async function stopsOf(page: Page): Promise<Stop[]> {
  const stops: Stop[] = [];
  for (let presses = 0; presses < 400; presses++) {
    const stop = await tab(page);
    if (!stop || (presses > 0 && stop.markup === stops[0]?.markup)) return stops;
    stops.push(stop);
  }
  throw new Error(`Tab does not come round on ${page.url()}.`);
}
