import type { Command } from "@commander-js/extra-typings";
import type { Names } from "../names.ts";
import { withRecipeOptions } from "../recipe-options.ts";

const about = `Trains a network, measures it fairly after every epoch, says whether it overfits, and leaves a run folder
with checkpoints, an ONNX model and a report.`;

const naming = (names: Names | undefined): string =>
  names === undefined
    ? ""
    : `
Techniques for --with: ${names.techniques.join(", ")} ("ockham regularizers" tells about them).
Models for --model: ${names.models.join(", ")}. Data sources: ${names.sources.join(", ")}.

Examples:
  ockham train                                       made handwriting, an MLP, 20 epochs
  ockham train mnist --with dropout=0.3,l2=5 --epochs 20
  ockham train measurements.csv --target yield --set optimizer.learningRate=0.01
  ockham train messages.tsv --text message --target class
  ockham train recipe.json --out runs/mine`;

export const addTrain = (program: Command, names: Names | undefined): void => {
  const command = program
    .command("train")
    .summary("train a network and judge its learning curves")
    .description(about);
  withRecipeOptions(command)
    .option("--out <DIR>", "the folder of the run; a fresh one under runs when absent")
    .option("--json", "print the result as one JSON document")
    .addHelpText("after", naming(names))
    .action(async (argument, { json, out, ...flags }) => {
      const { readCommandLine } = await import("../recipe-argument.node.ts");
      const { asAsked } = await import("../misuse.ts");
      const { recipe, baseFolder, isOwn } = await readCommandLine(argument, flags);
      const { dataFolders, freshRunFolder } = await import("../../worker/index.ts");
      const { runToEnd } = await import("../job.node.ts");
      const { printResult } = await import("../result.node.ts");
      const folder = out ?? freshRunFolder(recipe.name ?? recipe.data.source);
      const job = { recipe, folder, baseFolder, dataFolders: dataFolders() };
      const result = await asAsked(isOwn, () => runToEnd(job, json));
      if (result) printResult(result, json);
    });
};
