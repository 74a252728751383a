import type { Command } from "@commander-js/extra-typings";

export const addDemo = (program: Command): void => {
  program
    .command("demo")
    .summary("watch a network overfit, and regularization help")
    .description(
      "Trains the same network on made handwriting without and with regularization, and compares the two.",
    )
    .option("--out <DIR>", "the folder for both runs; a fresh one under runs when absent")
    .option("--json", "print both results as one JSON document")
    .action(async ({ out, json }) => {
      const { runDemo } = await import("../demo.node.ts");
      await runDemo(out, json);
    });
};
