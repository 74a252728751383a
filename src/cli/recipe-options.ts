import { type Command, Option, type OptionValues } from "@commander-js/extra-typings";
import { several, whole } from "./values.ts";

/** What every command takes that reads a file of rows and columns. */
export const withFormOptions = <A extends unknown[], O extends OptionValues>(command: Command<A, O>) =>
  command
    .option(
      "--missing <MARKS>",
      "what stands for a missing value besides nothing, ?, NA, NaN and null, separated by commas",
    )
    .option(
      "--types <LIST>",
      "what columns hold where it is not what they look like, separated by commas: zip=category,article=number",
    )
    .addOption(
      new Option("--header <ANSWER>", "whether the first line of a delimited file names the columns").choices(
        ["yes", "no"] as const,
      ),
    )
    .addOption(
      new Option("--decimal <MARK>", "what stands before decimals in a delimited file").choices([
        ".",
        ",",
      ] as const),
    )
    .option(
      "--separator <MARK>",
      "what separates cells: one character, or tab, semicolon, comma, bar, blank",
    );

/** What every command takes that works from a recipe or from data. */
export const withRecipeOptions = (command: Command, absent = "Made handwriting when absent") =>
  withFormOptions(command)
    .argument(
      "[RECIPE|DATA]",
      `a recipe (.json) or the folder of a run whose recipe to take; a table (.csv, .tsv, .parquet, .jsonl); NumPy arrays (.npz, .npy); a folder of IDX or CIFAR-10 files; a data source by name. ${absent}`,
    )
    .option("--target <COLUMN>", "the column of a table to predict")
    .option(
      "--ignore <COLUMNS>",
      "columns of a table to leave out, separated by commas; names that hold commas in double quotes",
    )
    .option("--text <COLUMN>", "the column with texts to learn from, alone: other columns are not read")
    .addOption(
      new Option("--task <TASK>", "what to make of the target, where it is not as inferred").choices([
        "classification",
        "regression",
      ] as const),
    )
    .option("--positive <CLASS>", "which of two classes is the one looked for")
    .option("--group <COLUMN>", "which rows belong together: no two parts share a group")
    .option("--time <COLUMN>", "when rows happened: training gets the earliest, the test part the latest")
    .option("--weights <COLUMN>", "how much each row counts")
    .option("--test <PATH>", "a table, array or folder of images with the rows of the test part")
    .option("--labels <FILE>", "a table or array with the target of each row, where the first has none")
    .option("--test-labels <FILE>", "the same for the rows of --test")
    .option(
      "--fold <N/COUNT>",
      "hold out this fold of so many as the test part, such as 2/5: a run for each makes a cross-validation",
    )
    .option("--model <NAME>", "the model")
    .option(
      "--with <LIST>",
      "add techniques, or change their strengths: NAME[@LAYER+…][=STRENGTH], separated by commas",
    )
    .option("--set <PATH=VALUE>", "change any field of the recipe; may be given several times", several)
    .option("--epochs <N>", "how often to go through the training rows", whole(1))
    .option("--seed <N>", "what all randomness is drawn from", whole(0))
    .option("--threads <N>", "threads of arithmetic", whole(1))
    .addOption(
      new Option("--device <NAME>", "where the arithmetic happens").choices([
        "cpu",
        "webgpu",
        "cuda",
      ] as const),
    );
