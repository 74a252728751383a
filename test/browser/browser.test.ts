// The compiled step in a browser: the same bundle of graph, compiler and engine in headless Chromium as here in Node.
import { type Browser, chromium as driver, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromium, serveSite, type Site } from "./site.ts";
import { type Net, nets, randomBlocks, train } from "./workload.ts";

const flags = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];
const title = chromium ? "in Chromium" : "in Chromium (skipped: it is not installed; CHROMIUM may name it)";
if (!chromium) console.warn("Chromium is not installed, so the tests in a browser are skipped.");

describe.skipIf(!chromium)(title, () => {
  let site: Site;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    site = await serveSite();
    browser = await driver.launch({ executablePath: chromium as string, headless: true, args: flags });
    page = await browser.newPage();
    page.on("pageerror", (error) => console.error(error));
    await page.goto(site.url);
    await page.waitForFunction("globalThis.workload");
  });

  afterAll(async () => {
    await browser?.close();
    site?.close();
  });

  test("random streams have the bits that they have in Node, normal numbers up to rounding", async () => {
    const here = await randomBlocks();
    const there: typeof here = await page.evaluate("workload.randomBlocks()");
    expect(Object.keys(there)).toEqual(Object.keys(here));
    for (const [name, values] of Object.entries(here)) {
      expect(new Set(values).size, name).toBeGreaterThan(1);
      // Logarithm and cosine round differently on different machines.
      if (!name.startsWith("normal")) expect(there[name], name).toEqual(values);
      const differences = values.map((value, i) => Math.abs(value - (there[name]?.[i] ?? NaN)));
      expect(Math.max(...differences), name).toBeLessThan(1e-5);
    }
  });

  test.each(Object.keys(nets) as Net[])("%s: training has the losses that it has in Node", async (net) => {
    const steps = 20;
    const here = await train(net, steps);
    const there: number[] = await page.evaluate(`workload.train("${net}", ${steps})`);
    expect(here).toHaveLength(steps);
    expect(here.at(-1)).toBeLessThan(here[0] as number);
    expect(there).toHaveLength(steps);
    there.forEach((loss, i) => {
      const difference = Math.abs(loss / (here[i] as number) - 1);
      expect(difference, `step ${i}: ${loss}, in Node ${here[i]}`).toBeLessThan(1e-5);
    });
  });
});
