// SMS spam by two models of texts, over three seeds: macro-F1 on the test rows, which no decision has looked at.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mean } from "../src/base/index.ts";
import { findFile } from "../src/data/index.node.ts";
import { parseRecipe } from "../src/recipe/index.ts";
import { startRun } from "../src/train/index.node.ts";
import { dataFolders } from "../src/worker/index.ts";
import { quiet } from "./quiet.ts";

const seeds = [1, 2, 3];
const models = [
  { preset: "text-embedding", epochs: 10 },
  { preset: "transformer", epochs: 3 },
] as const;

/** The macro-F1 of one model on its test rows. */
async function score(
  path: string,
  { preset, epochs }: (typeof models)[number],
  seed: number,
): Promise<number> {
  const data = { source: "text", path, text: "c1", target: "c0" };
  const recipe = parseRecipe({ data, model: { preset }, epochs, seed }, "the recipe");
  const parent = await mkdtemp(join(tmpdir(), "ockham-sms-"));
  try {
    const outside = quiet((epoch) => console.error(`  ${preset}, seed ${seed}, epoch ${epoch} of ${epochs}`));
    const place = { folder: join(parent, "run"), baseFolder: ".", dataFolders: dataFolders(), outside };
    return (await startRun(recipe, place))?.result.test?.metrics["f1Macro"] ?? NaN;
  } finally {
    await rm(parent, { recursive: true });
  }
}

/** Trains both models on every seed and prints their scores. */
export async function sms(): Promise<void> {
  const path = await findFile(dataFolders(), ["text/sms-spam.tsv"]);
  if (path === undefined) throw new Error("No text/sms-spam.tsv in the folders of OCKHAM_DATA");
  for (const model of models) {
    const scores: number[] = [];
    for (const seed of seeds) scores.push(await score(path, model, seed));
    const shown = scores.map((value) => value.toFixed(4)).join("  ");
    console.log(`${model.preset.padEnd(15)} macro-F1 ${shown}   mean ${mean(scores).toFixed(4)}`);
  }
}
