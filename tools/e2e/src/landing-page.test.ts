import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startKubeSim, startService } from "@xp-tracker/testing";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { browserSkipReason, startBrowser } from "./testing/browser.ts";
import { stopsAtEnd } from "./testing/cleanup.ts";
import { pollsOf } from "./testing/settings.ts";

const own = stopsAtEnd();
const why = browserSkipReason();

/** `UPDATE_SCREENSHOTS=1` writes those that the documentation shows; else they go where nobody keeps them. */
const isUpdate = process.env["UPDATE_SCREENSHOTS"] === "1";

const looks = [
  { name: "light", colorScheme: "light", viewport: { width: 900, height: 760 } },
  { name: "dark", colorScheme: "dark", viewport: { width: 900, height: 760 } },
  { name: "narrow", colorScheme: "light", viewport: { width: 360, height: 780 } },
] as const;

describe.skipIf(why !== undefined)(
  `the landing page in a browser${why === undefined ? "" : ` (left out: ${why})`}`,
  () => {
    let url = "";
    let folder = "";
    let browser: Awaited<ReturnType<typeof startBrowser>>;
    const problems: string[] = [];

    beforeAll(async () => {
      const sim = own(await startKubeSim({ claims: 60, seed: 7, speed: 0 }));
      await sim.control.addFault({ gvr: "data.platform.example/*/databases", status: 403 });
      const service = own(await startService("standalone", { ...pollsOf(sim), CLUSTER_NAME: "prod-eu" }));
      await service.logged("poll cycle complete");
      ({ url } = service);
      browser = own(await startBrowser());
      folder = isUpdate ? fileURLToPath(new URL("../../../docs/images/", import.meta.url)) : await temporary();
    });

    const show = async (look: (typeof looks)[number]): Promise<Page> => {
      const context = await browser.open({ colorScheme: look.colorScheme, viewport: look.viewport });
      const page = await context.newPage();
      page.on("console", (message) => problems.push(message.text()));
      page.on("requestfailed", (request) => problems.push(request.url()));
      await page.goto(url);
      return page;
    };

    it.each(looks)("can be read in $name, and nothing runs over its edge", async (look) => {
      const page = await show(look);
      await page.screenshot({ path: join(folder, `landing-${look.name}.png`), fullPage: true });
      expect(await page.title()).toContain("xp-tracker");
      const text = await page.locator("body").innerText();
      for (const part of ["prod-eu", "Claims", "Composite resources", "Managed resources", "forbidden", "/metrics"]) {
        expect(text).toContain(part);
      }
      const overhang = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
      expect(await page.evaluate(overhang)).toBeLessThanOrEqual(0);
      expect(problems).toEqual([]);
    });

    it("is dark where the reader prefers dark, and light where not", async () => {
      const brightness = async (look: (typeof looks)[number]): Promise<number> => {
        const background = "getComputedStyle(document.body).backgroundColor";
        const channels = String(await (await show(look)).evaluate(background)).match(/\d+/g) ?? [];
        return channels.slice(0, 3).reduce((sum, channel) => sum + Number(channel), 0);
      };
      expect(await brightness(looks[0])).toBeGreaterThan(600);
      expect(await brightness(looks[1])).toBeLessThan(200);
    });

    it("leads to every endpoint by the keyboard alone", async () => {
      const page = await show(looks[0]);
      // The browser lets a table that may need scrolling be focused, too.
      const stops = (await page.locator("a").count()) + (await page.locator("table").count());
      const reached: unknown[] = [];
      for (let stop = 0; stop < stops; stop += 1) {
        await page.keyboard.press("Tab");
        reached.push(await page.evaluate("document.activeElement?.getAttribute('href')"));
      }
      expect(reached).toEqual(expect.arrayContaining(["/metrics", "/bookkeeping", "/healthz", "/readyz"]));
      await page.locator("a[href='/healthz']").focus();
      await page.keyboard.press("Enter");
      await page.waitForURL((to) => to.pathname === "/healthz");
    });
  },
);

async function temporary(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), "xp-tracker-screenshots-"));
  own({ stop: () => rm(made, { recursive: true, force: true }) });
  return made;
}
