import type { Command } from "@commander-js/extra-typings";
import { withRecipeOptions } from "../recipe-options.ts";
import { fileName, several, whole } from "../values.ts";

const about = `Chooses a strength by validation: trains the recipe with each value of it on the same folds, from the same
initial weights and with the same batches, and shows the loss over the strength with its standard error. A range
whose end is best is made longer. What was trained is kept: the same command with the same --out goes on.`;

const more = `
A strength is NAME (over the range that it declares), NAME=FROM..TO or NAME=VALUE,VALUE,…; "ockham regularizers" lists them.

Examples:
  ockham tune mnist --over l2 --folds 5
  ockham tune measurements.csv --target yield --over l2.lambda=0.001..10 --folds 10
  ockham tune measurements.csv --target yield --over l2.lambda --grid 0.001:10:13
  ockham tune mnist --over l2 --learn
  ockham tune measurements.csv --target yield --over l1,l2 --apart --folds 10
  ockham tune recipe.json --over dropout.rate=0,0.2,0.5,l2.lambda=0.1..10 --points 5`;

export const addTune = (program: Command): void => {
  const command = program
    .command("tune")
    .summary("choose a strength by validation, with its standard error")
    .description(about);
  withRecipeOptions(command)
    .option(
      "--over <STRENGTH>",
      "the strength to vary; two of them (A,B or given twice) each with each",
      several,
    )
    .option("--points <N>", "how many values a range has", whole(2), 9)
    .option("--grid <LO:HI:N>", "a range and its number of values, for an --over without them", several)
    .option("--folds <K>", "folds of a cross-validation; 1 takes the validation part alone", whole(1), 1)
    .option("--extensions <N>", "how often a range whose end is best is made longer", whole(0), 2)
    .option(
      "--learn",
      "learn strengths of penalties by gradient in one training, layer by layer, instead of trying values",
    )
    .option("--apart", "search each of two strengths with the other technique left out, and compare the two")
    .option("--no-race", "train also strengths that cannot be best any more on every fold")
    .option("--processes <N>", "trainings at a time; the number of cores when absent", whole(1))
    .option("--out <DIR>", "the folder of the search; a fresh one under runs when absent")
    .option(
      "--report <FILE>",
      "a new page (.html) with the pictures, the strengths and how to read them",
      fileName(".html"),
    )
    .option("--json", "print the result as one JSON document")
    .addHelpText("after", more)
    .action(
      async (
        argument,
        {
          over,
          points,
          grid,
          folds,
          extensions,
          learn,
          apart,
          race,
          processes,
          out,
          report,
          json,
          ...recipe
        },
      ) => {
        const { tuneCommand } = await import("../tune.node.ts");
        const flags = { over, points, grid, folds, extensions, processes, out, report, json, recipe };
        await tuneCommand(argument, {
          ...flags,
          isLearned: learn === true,
          isApart: apart === true,
          isRace: race,
        });
      },
    );
};
