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
      const { outputSize, print } = await import("../output.node.ts");
      const runs = await diagnoseRuns(paths);
      const [only, ...others] = runs;
      const data = runs.map(({ path, name, finished, diagnosis }) => ({ path, name, finished, diagnosis }));
      print(json, { runs: data }, () =>
        only && others.length === 0 ? judgedText(only, outputSize()) : judgedTable(runs),
      );
    });
};
