import { join, resolve } from "node:path";
import { reportHtml, type ReportRun, terminalSummary } from "../report/index.ts";
import { parseRecipe, type Recipe, type RecipeInput, withRegularizers } from "../recipe/index.ts";
import { writeWhole } from "../train/index.node.ts";
import type { RunResult } from "../train/index.ts";
import { dataFolders, freshRunFolder } from "../worker/index.ts";
import { comparisonText } from "./comparison.ts";
import { runToEnd } from "./job.node.ts";
import { outputSize, print } from "./output.node.ts";
import { durationText } from "./progress.node.ts";
import { summaryOf } from "./result.node.ts";

/** Few examples and large initial weights, as in the experiment of Nielsen (2015, chapter 3): a sure way to overfit. */
const plainRecipe: RecipeInput = {
  name: "Without regularization",
  data: { source: "made-digits", size: 3000, seed: 1 },
  split: { train: 1000, validation: 1000, test: 1000 },
  model: { preset: "mlp", hidden: [100], activation: "sigmoid", initializer: "large" },
  loss: "sigmoidCrossEntropy",
  optimizer: { use: "sgd", learningRate: 0.5 },
  epochs: 80,
  batchSize: 10,
  seed: 1,
};

const techniques = "dropout=0.4,l2=1,earlyStopping=15";

const recipes: readonly { readonly folder: string; readonly recipe: Recipe }[] = [
  { folder: "without", recipe: parseRecipe(plainRecipe, "demo") },
  {
    folder: "with",
    recipe: parseRecipe(
      { ...withRegularizers(plainRecipe, techniques), name: "With regularization" },
      "demo",
    ),
  },
];

interface Finished {
  readonly result: RunResult;
  readonly report: ReportRun;
}

const heading = (text: string): string => `\n${text}\n${"─".repeat([...text].length)}\n`;

async function runOne(
  folder: string,
  recipe: Recipe,
  json: boolean | undefined,
): Promise<Finished | undefined> {
  let report: ReportRun | undefined;
  process.stderr.write(heading(recipe.name ?? ""));
  const job = { recipe, folder, baseFolder: resolve("."), dataFolders: dataFolders() };
  const result = await runToEnd(job, json, { onReport: (finished) => (report = finished) });
  if (!result || !report) return undefined;
  const { prescriptions: _, ...summary } = summaryOf(result);
  if (!json) process.stdout.write(`\n${terminalSummary({ ...summary, prescriptions: [] }, outputSize())}\n`);
  return { result, report };
}

/** Trains without and then with regularization, everything else being equal, and shows both side by side. */
export async function runDemo(out: string | undefined, json: boolean | undefined): Promise<void> {
  const started = performance.now();
  const folder = out ?? freshRunFolder("demo");
  const finished: Finished[] = [];
  for (const { folder: name, recipe } of recipes) {
    const one = await runOne(join(folder, name), recipe, json);
    if (!one) return;
    finished.push(one);
  }
  const report = join(folder, "report.html");
  const title = "The same network without and with regularization";
  await writeWhole(report, reportHtml({ title, runs: finished.map((run) => run.report) }));
  const results = finished.map(({ result }) => result);
  print(json, { report, runs: results }, () =>
    [
      heading("Compared"),
      comparisonText(results),
      "",
      `Report     ${report}`,
      `Time       ${durationText(performance.now() - started)}`,
    ].join("\n"),
  );
}
