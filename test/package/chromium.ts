/**
 * The browser of the browser tests: the system's Chromium, headless, with nothing that reaches for the
 * network.
 */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** Why there is no browser to test in; `null` where there is one. */
export const chromiumMissing: string | null = existsSync(executablePath)
  ? null
  : `no Chromium at ${executablePath}; install it (Debian: apt-get install chromium) or set CHROMIUM_PATH`;

/** Where tests may not be skipped. */
export const chromiumRequired =
  process.env.CI === 'true' || process.env.EXPRESSIVITY_REQUIRE_CHROMIUM === '1';

/** Starts Chromium with flags of its JavaScript engine. */
export function launchChromium(...engineFlags: readonly string[]): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...(engineFlags.length > 0 ? [`--js-flags=${engineFlags.join(' ')}`] : []),
    ],
  });
}
