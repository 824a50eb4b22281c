import type { Browser, BrowserContext, Page } from 'playwright-core';
import { format, type Locale, type MessageKey } from '../../../src-renderer/i18n/messages.ts';

export interface Look {
  readonly locale?: Locale;
  readonly theme?: 'light' | 'dark';
  readonly size?: { readonly width: number; readonly height: number };
}

/** One person's browser on a workbench. */
export interface AppWindow {
  readonly page: Page;
  readonly locale: Locale;
  readonly theme: 'light' | 'dark';
  /** A text of the interface as this window shows it: what people find things by. */
  t(key: MessageKey, values?: Record<string, string | number>): string;
  /** What Chromium complained of: errors in the console, which include breaches of the content security policy. */
  readonly complaints: string[];
  /** Lets complaints that match pass, where a story breaks something on purpose. */
  expect(complaint: RegExp): void;
  close(): Promise<void>;
}

/** What Chromium says of attempts to reach a host that is away. */
export const whileAway = /WebSocket connection to .* failed|net::ERR_(CONNECTION|SOCKET)_/;

/** Opens a window that shares nothing with others: cookies and storage are its own. */
export async function openWindow(browser: Browser, url: string, look: Look = {}): Promise<AppWindow> {
  const { locale = 'ko', theme = 'light', size = { width: 1280, height: 800 } } = look;
  const context = await browser.newContext({
    locale: locale === 'ko' ? 'ko-KR' : 'en-US',
    timezoneId: 'Asia/Seoul',
    colorScheme: theme,
    viewport: size,
  });
  context.setDefaultTimeout(15_000);
  const expected: RegExp[] = [];
  const complaints: string[] = [];
  const page = await context.newPage();
  listen(page, (text) => {
    if (!expected.some((pattern) => pattern.test(text))) complaints.push(text);
  });
  await page.goto(url);
  return {
    page,
    locale,
    theme,
    t: (key, values) => format(locale, key, values),
    complaints,
    expect: (complaint) => void expected.push(complaint),
    close: () => closeContext(context),
  };
}

function listen(page: Page, complain: (text: string) => void): void {
  page.on('pageerror', (error) => complain(String(error.stack ?? error)));
  page.on('console', (message) => {
    if (message.type() === 'error') complain(`${message.text()} (${message.location().url})`);
  });
}

function closeContext(context: BrowserContext): Promise<void> {
  return context.close();
}
