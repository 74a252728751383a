import type { Command } from "@commander-js/extra-typings";
import { fileName } from "../values.ts";

export const addPredict = (program: Command): void => {
  program
    .command("predict")
    .summary("predict the rows of a new table, or images")
    .description(
      "Predicts the rows of a table (CSV, TSV, Parquet, JSON lines) with the model of a run. It reads the columns that the model was trained on by their names; gaps and categories never seen are allowed. A model of images takes an image, or a folder with all images in it. A NumPy array (.npy) is a table or images, as in training. The predictions are a CSV table with one row for each.",
    )
    .argument("<RUN|MODEL>", "the folder of a finished run, or a model.onnx")
    .argument("<DATA>", "the table or array; for a model of images an image or a folder too")
    .option("--out <FILE>", "the file to write (.csv); standard output when absent", fileName(".csv"))
    .option("--json", "print them as one JSON document")
    .action(async (model, data, { out, json }) => {
      const { newCellSentences } = await import("../../data/index.ts");
      const { predict } = await import("../../train/index.node.ts");
      const { predictionsCsv } = await import("../predictions.ts");
      const { writeNew } = await import("../new-file.node.ts");
      const { print } = await import("../output.node.ts");
      const predictions = await predict(model, data);
      const notes = (predictions.notes ?? []).map((note) => `${data}: ${note}`);
      const sentences = [...notes, ...newCellSentences(predictions.newCells ?? [])];
      for (const sentence of sentences) process.stderr.write(`${sentence}.\n`);
      if (out === undefined) return print(json, predictions, () => predictionsCsv(predictions));
      await writeNew(out, predictionsCsv(predictions));
      const count = predictions.rows.length;
      print(json, predictions, () => `Wrote ${count.toLocaleString("en-US")} predictions to ${out}.`);
    });
};
