import type { Command } from "@commander-js/extra-typings";

const closing = `
Reads, besides its own runs, the logs of Keras (CSVLogger, History as JSON, console), PyTorch Lightning (metrics.csv),
TensorBoard (event files, CSV download), Hugging Face (trainer_state.json), Ultralytics (results.csv), fastai, XGBoost,
LightGBM and CatBoost, Weights & Biases (chart CSV), console texts, and any CSV or JSON with columns such as train_loss and
val_loss. Exit code 0, 1 when something could not be read; with --exit-code 3 when a run overfits, underfits, diverged or has
suspicious validation scores.`;

export const addDiagnose = (program: Command): void => {
  program
    .command("diagnose")
    .summary("judge the learning curves of runs, and of training logs of other programs")
    .description(
      "Says whether runs overfit, with the evidence and what to try. Several at once make a table.",
    )
    .argument("<RUN|LOG...>", "run folders, finished or not; training logs, or folders that hold some")
    .option("--json", "print the diagnoses as one JSON document")
    .option("--exit-code", "end with exit code 3 when a problem was found")
    .option(
      "--train-loss <COLUMN>",
      "the column of the training loss, for tables whose columns are not recognised",
    )
    .option("--validation-loss <COLUMN>", "the column of the validation loss, likewise")
    .option("--epoch <COLUMN>", "the column of the epoch, likewise")
    .option("--metric <COLUMN>", "the column of a score, likewise")
    .addHelpText("after", closing)
    .action(async (paths, { json, exitCode, ...named }) => {
      const { judgeAll, isProblem, judgedData, judgedTable, judgedText } = await import("../judged.node.ts");
      const { fail, failureData } = await import("../failure.node.ts");
      const { exitCodes, outputSize, print } = await import("../output.node.ts");
      const { judged, failures } = await judgeAll(paths, Object.keys(named).length > 0 ? named : undefined);
      const [failure] = failures;
      if (failure && paths.length === 1 && judged.length === 0) throw failure.error;
      const [only] = judged;
      const data = {
        runs: judged.map(judgedData),
        ...(failure && { errors: failures.map(({ path, error }) => ({ path, ...failureData(error) })) }),
      };
      if (json || only)
        print(json, data, () =>
          only && judged.length === 1 && failures.length === 0 && paths.length === 1
            ? judgedText(only, outputSize())
            : judgedTable(judged),
        );
      if (exitCode && judged.some(isProblem)) process.exitCode = exitCodes.problem;
      for (const { error } of failures) fail(error, false);
    });
};
