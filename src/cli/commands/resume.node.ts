import type { Command } from "@commander-js/extra-typings";

export const addResume = (program: Command): void => {
  program
    .command("resume")
    .summary("go on with a run that was stopped or killed")
    .description(
      "Goes on with a run where it was stopped or killed. The result is that of an uninterrupted run, bit by bit.",
    )
    .argument("<DIR>", "the folder of the run")
    .option("--json", "print the result as one JSON document")
    .action(async (folder, { json }) => {
      const { resolve } = await import("node:path");
      const { dataFolders } = await import("../../worker/index.ts");
      const { runToEnd } = await import("../job.node.ts");
      const { printResult } = await import("../result.node.ts");
      const job = { folder, baseFolder: resolve("."), dataFolders: dataFolders() };
      const result = await runToEnd(job, json);
      if (result) printResult(result, json);
    });
};
