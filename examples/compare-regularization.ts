// Trains the same network without and with regularization and writes one report about both.
// Run it with: npx tsx examples/compare-regularization.ts
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RecipeInput, reportHtml, type ReportRun, train, withRegularizers } from "ockham";

const plain: RecipeInput = {
  name: "plain",
  data: { source: "made-digits", size: 900, seed: 1 },
  split: { train: 300, validation: 300, test: 300 },
  model: { preset: "mlp", hidden: [64] },
  optimizer: { use: "adam", learningRate: 0.005 },
  epochs: 20,
  batchSize: 32,
};
const regularized: RecipeInput = { ...withRegularizers(plain, "dropout=0.5,l2=2"), name: "regularized" };

const folder = await mkdtemp(join(tmpdir(), "ockham-"));
const reports: ReportRun[] = [];
for (const recipe of [plain, regularized]) {
  const result = await train(recipe, {
    out: join(folder, recipe.name ?? "run"),
    onReport: (report) => reports.push(report),
  });
  const last = result?.epochs.at(-1);
  console.log(
    `${recipe.name}: ${result?.diagnosis.verdict}, validation loss ${last?.validation?.loss.toFixed(3)}`,
  );
}

const report = join(folder, "report.html");
await writeFile(report, reportHtml({ title: "Plain against regularized", runs: reports }));
console.log(`One seed each proves nothing yet. Report: ${report}`);
