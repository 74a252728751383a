// Every example runs as a user would run it, importing the built package by its name.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { expect, test } from "vitest";

/** What each example prints, besides numbers that depend on nothing here. */
const prints: Readonly<Record<string, RegExp>> = {
  "compare-regularization.ts":
    /^plain: \w+, validation loss [\d.]+\nregularized: \w+, validation loss [\d.]+\nOne seed each proves nothing yet\. Report: .*report\.html$/,
  // 0.1 · Σ w² / (1 + w²) and its slope 0.1 · 2w / (1 + w²)², by hand.
  "own-technique.ts":
    /^penalty 0\.1610\nweight 0\.1: gradient 0\.0196\nweight 0\.5: gradient 0\.0640\nweight 1: gradient 0\.0500\nweight 3: gradient 0\.0060$/,
  "train-with-progress.ts":
    /^784–32–10 \(25,450 parameters\) on made-digits \(600, seed 1\)\n(epoch \d: loss [\d.]+ in training, [\d.]+ in validation\n){6}.*\nTest accuracy 0\.\d+; report: .*report\.html$/,
};

test("every example is run here", () => {
  expect(readdirSync("examples").filter((name) => name.endsWith(".ts"))).toEqual(Object.keys(prints));
});

test.each(Object.entries(prints))("%s", (name, printed) => {
  const { status, stdout, stderr } = spawnSync("npx", ["tsx", `examples/${name}`], { encoding: "utf8" });
  expect(stdout.trimEnd(), stderr).toMatch(printed);
  expect(status).toBe(0);
});
