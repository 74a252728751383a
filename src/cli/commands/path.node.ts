import { type Command, Option } from "@commander-js/extra-typings";
import { withFormOptions } from "../recipe-options.ts";
import { fileName, number, whole } from "../values.ts";

const about = `Fits linear models along strengths of a penalty, as glmnet does, and chooses one by cross-validation: lasso
when nothing else is said, elastic net, or ridge regression. Several penalties are compared on the same rows and folds.
Numbers are explained by squared error, classes by their likelihood.`;

const more = `
Columns are scaled to variance 1 before they are penalized; coefficients are those of the columns as they are. Gaps become
medians with a column that marks them, categories a column for each level: each fold learns these from the rows that are
not held out.

Examples:
  ockham path measurements.csv --target yield
  ockham path measurements.csv --target yield --penalty lasso,ridge --svg penalties.svg
  ockham path patients.csv --target relapse --alpha 0.5 --folds 5 --group hospital --report path.html
  ockham path sales.parquet --target amount --lambda 0.01,0.1,1 --json`;

export const addPath = (program: Command): void => {
  const command = program
    .command("path")
    .summary("linear models along a penalty, with cross-validation: lasso, elastic net, ridge")
    .description(about)
    .argument("<FILE>", "a table (.csv, .tsv, .parquet, .jsonl)")
    .option("--target <COLUMN>", "the column to predict")
    .option("--penalty <NAMES>", "lasso, ridge or elastic-net; several, separated by commas, side by side")
    .option(
      "--alpha <SHARE>",
      "the share of the L1 norm in the penalty: 1 lasso, 0 ridge; of elastic-net 0.5 when absent",
      number(0),
    )
    .addOption(
      new Option("--family <NAME>", "what to make of the target, where it is not as inferred").choices([
        "gaussian",
        "binomial",
        "multinomial",
      ] as const),
    )
    .option("--folds <K>", "folds of the cross-validation", whole(2), 10)
    .option("--lambda <LIST>", "strengths, separated by commas; 100 from the data when absent")
    .option("--group <COLUMN>", "which rows belong together: no two folds share a group")
    .option("--time <COLUMN>", "when rows happened: each fold is held out beside what was before it")
    .option("--weights <COLUMN>", "how much each row counts")
    .option(
      "--ignore <COLUMNS>",
      "columns to leave out, separated by commas; names that hold commas in double quotes",
    )
    .option("--seed <N>", "what rows are dealt to folds by", whole(0), 1)
    .option(
      "--svg <FILE>",
      "a new picture (.svg) of coefficient paths, cross-validation and the weight space",
      fileName(".svg"),
    )
    .option("--report <FILE>", "a new page (.html) with all of it", fileName(".html"))
    .option("--json", "print the result as one JSON document")
    .addHelpText("after", more);
  withFormOptions(command).action(async (file, flags) => {
    const { pathCommand } = await import("../path.node.ts");
    await pathCommand(file, flags);
  });
};
