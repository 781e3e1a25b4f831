import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Debian's Chromium without windows, which takes a third of the CPU, or else the whole browser. */
const installed = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find((path) => existsSync(path));

/** Starts Chromium: Debian's, or the one at the path in `CHROMIUM`. */
export const openChromium = (flags: string[] = []): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? installed ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      ...flags,
    ],
  });

const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

async function runAxe(page: Page, runOnly: { type: 'tag' | 'rule'; values: string[] }): Promise<unknown[]> {
  await page.evaluate(axe);
  return page.evaluate(async (only) => {
    const { axe } = globalThis as unknown as {
      axe: { run: (options: object) => Promise<{ violations: unknown[] }> };
    };
    return (await axe.run({ runOnly: only })).violations;
  }, runOnly);
}

/** Runs axe-core on the page, with the rules of WCAG 2.2 (A and AA) and best practices. */
export const findViolations = (page: Page): Promise<unknown[]> =>
  runAxe(page, {
    type: 'tag',
    values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  });

/** Runs those of these rules that are about colours: the only ones whose result can differ between light and dark. */
export const findColourViolations = (page: Page): Promise<unknown[]> =>
  runAxe(page, { type: 'rule', values: ['color-contrast', 'link-in-text-block'] });
