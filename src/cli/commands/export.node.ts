import type { Command } from "@commander-js/extra-typings";
import { fileName } from "../values.ts";

export const addExport = (program: Command): void => {
  program
    .command("export")
    .summary("write the ONNX model of a run anew")
    .description(
      "Writes the weights that a run keeps as an ONNX model, and checks that it answers like them.",
    )
    .argument("<RUN>", "the folder of the run")
    .option("--to <FILE>", "the file to write (.onnx); model.onnx of the run when absent", fileName(".onnx"))
    .option("--json", "print what was written as one JSON document")
    .action(async (folder, { to, json }) => {
      const { resolve } = await import("node:path");
      const { exportRun } = await import("../../train/index.node.ts");
      const { dataFolders } = await import("../../worker/index.ts");
      const { print } = await import("../output.node.ts");
      const context = { baseFolder: resolve("."), dataFolders: dataFolders() };
      const model = await exportRun(folder, context, to);
      const { path, bytes, from, difference, diverged } = model;
      print(
        json,
        model,
        () =>
          `Wrote ${path} (${bytes.toLocaleString("en-US")} bytes, weights of ${from}). It answers like the trained weights to ${difference.toPrecision(1)} (relative).`,
      );
      if (diverged)
        process.stderr.write(
          `Warning: The run diverged, and the exported weights are those of ${from}; do not use them without looking.\n`,
        );
    });
};
