import type { Command } from "@commander-js/extra-typings";

export const addDiagnose = (program: Command): void => {
  program
    .command("diagnose")
    .summary("judge the learning curves of runs")
    .description(
      "Says whether runs overfit, with the evidence and what to try. Several at once make a table.",
    )
    .argument("<RUN...>", "run folders, finished or not, or their result.json or metrics.jsonl")
    .option("--json", "print the diagnoses as one JSON document")
    .action(async (paths, { json }) => {
      const { diagnoseRuns, judgedTable, judgedText } = await import("../judged.node.ts");
      const { fail, failureData } = await import("../failure.node.ts");
      const { outputSize, print } = await import("../output.node.ts");
      const { runs, failures } = await diagnoseRuns(paths);
      const [failure] = failures;
      if (failure && paths.length === 1) throw failure.error;
      const [only] = runs;
      const data = {
        runs: runs.map(({ path, name, finished, diagnosis }) => ({ path, name, finished, diagnosis })),
        ...(failure && { errors: failures.map(({ path, error }) => ({ path, ...failureData(error) })) }),
      };
      if (json || only)
        print(json, data, () =>
          only && paths.length === 1 ? judgedText(only, outputSize()) : judgedTable(runs),
        );
      for (const { error } of failures) fail(error, false);
    });
};
