import { type Browser, chromium } from 'playwright-core';

/** The browser of the machine: Debian's, or the one that CHROMIUM names. */
export const openChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--disable-component-update'],
  });
