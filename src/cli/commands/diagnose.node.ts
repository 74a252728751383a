import type { Command } from "@commander-js/extra-typings";
import { fileName, number, whole } from "../values.ts";

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
    .argument(
      "<RUN|LOG...>",
      "run folders, finished or not; training logs, or folders that hold some; - for standard input",
    )
    .option("--json", "print the diagnoses as one JSON document")
    .option("--exit-code", "end with exit code 3 when a problem was found")
    .option(
      "--train-loss <COLUMN>",
      "the column of the training loss, for tables whose columns are not recognised",
    )
    .option("--validation-loss <COLUMN>", "the column of the validation loss, likewise")
    .option("--epoch <COLUMN>", "the column of the epoch, likewise")
    .option("--metric <COLUMN>", "the column of a score, likewise")
    .option("--classes <N>", "how many classes a log's task has, where the log does not tell", whole(2))
    .option(
      "--baseline-loss <LOSS>",
      "what nothing learned scores in a log: the loss of a constant prediction, instead of a guess",
      number(0, { above: true }),
    )
    .option(
      "--report <FILE>",
      "write the diagnoses, with their curves, as one HTML page (.html); never over a file that is there",
      fileName(".html"),
    )
    .addHelpText("after", closing)
    .action(async (paths, { json, exitCode, report, classes, baselineLoss, ...named }) => {
      const { judgeAll, isProblem, judgementsData } = await import("../judged.node.ts");
      const { judgementsText } = await import("../judged-text.node.ts");
      const { refuseReport, reportTo } = await import("../judged-report.node.ts");
      const { fail } = await import("../failure.node.ts");
      const { exitCodes, outputSize, print } = await import("../output.node.ts");
      await refuseReport(report);
      const judgements = await judgeAll(paths, {
        ...(Object.keys(named).length > 0 && { named }),
        ...(classes !== undefined && { classes }),
        ...(baselineLoss !== undefined && { baselineLoss }),
      });
      const { judged, failures } = judgements;
      const [failure] = failures;
      if (failure && paths.length === 1 && judged.length === 0) throw failure.error;
      const written = await reportTo(report, judgements);
      if (json || judged.length > 0)
        print(json, { ...judgementsData(judgements), ...written }, () =>
          [
            judgementsText(judgements, { ...outputSize(), asked: paths.length }),
            ...Object.values(written).map((path) => `\nReport     ${path}`),
          ].join("\n"),
        );
      if (exitCode && judged.some(isProblem)) process.exitCode = exitCodes.problem;
      for (const { error } of failures) fail(error, false);
    });
};
