import { type Command, Option } from "@commander-js/extra-typings";
import type { Names } from "../names.ts";
import { several, whole } from "../values.ts";

const about = `Trains a network, measures it fairly after every epoch, says whether it overfits, and leaves a run folder
with checkpoints, an ONNX model and a report.`;

const naming = (names: Names | undefined): string =>
  names === undefined
    ? ""
    : `
Techniques for --with: ${names.techniques.join(", ")} ("ockham regularizers" tells about them).
Models for --model: ${names.models.join(", ")}. Data sources: ${names.sources.join(", ")}.

Examples:
  ockham train                                       made handwriting, an MLP, 10 epochs
  ockham train mnist --with dropout=0.3,l2=5 --epochs 20
  ockham train measurements.csv --target yield --set optimizer.learningRate=0.01
  ockham train messages.tsv --text message --target class
  ockham train recipe.json --out runs/mine`;

export const addTrain = (program: Command, names: Names | undefined): void => {
  program
    .command("train")
    .summary("train a network and judge its learning curves")
    .description(about)
    .argument(
      "[RECIPE|DATA]",
      "a recipe (.json) or the folder of a run whose recipe to take; a table (.csv, .tsv); a folder of IDX or CIFAR-10 files; a data source by name. Made handwriting when absent",
    )
    .option("--target <COLUMN>", "the column of a table to predict")
    .option("--ignore <COLUMNS>", "columns of a table to leave out, separated by commas")
    .option("--text <COLUMN>", "the column of a table with texts to learn from")
    .option("--model <NAME>", "the model")
    .option(
      "--with <LIST>",
      "add techniques, or change their strengths: NAME[=STRENGTH], separated by commas",
    )
    .option("--set <PATH=VALUE>", "change any field of the recipe; may be given several times", several)
    .option("--epochs <N>", "how often to go through the training rows", whole(1))
    .option("--seed <N>", "what all randomness is drawn from", whole(0))
    .option("--out <DIR>", "the folder of the run; a fresh one under runs when absent")
    .option("--threads <N>", "threads of arithmetic", whole(1))
    .addOption(
      new Option("--device <NAME>", "where the arithmetic happens").choices([
        "cpu",
        "webgpu",
        "cuda",
      ] as const),
    )
    .option("--json", "print the result as one JSON document")
    .addHelpText("after", naming(names))
    .action(async (argument, { json, out, ...flags }) => {
      const { readCommandLine } = await import("../recipe-argument.node.ts");
      const { recipe, baseFolder } = await readCommandLine(argument, flags);
      const { dataFolders, freshRunFolder } = await import("../../worker/index.ts");
      const { runToEnd } = await import("../job.node.ts");
      const { printResult } = await import("../result.node.ts");
      const folder = out ?? freshRunFolder(recipe.name ?? recipe.data.source);
      const result = await runToEnd({ recipe, folder, baseFolder, dataFolders: dataFolders() }, json);
      if (result) printResult(result, json);
    });
};
