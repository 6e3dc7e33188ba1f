import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import type { BrowserContext, BrowserContextOptions } from "playwright-core";

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) =>
  existsSync(path),
);

/** Why no browser can be started here; undefined when one can. */
export const browserSkipReason = (): string | undefined =>
  CHROMIUM === undefined ? "chromium is not on PATH" : undefined;

/** A headless Chromium that asks nobody but the page that it is shown. */
export async function startBrowser(): Promise<{
  readonly open: (options: BrowserContextOptions) => Promise<BrowserContext>;
  readonly stop: () => Promise<void>;
}> {
  const browser = await chromium.launch({
    executablePath: CHROMIUM ?? "",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  return {
    open: (options) => browser.newContext(options),
    stop: () => browser.close(),
  };
}
