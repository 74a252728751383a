import { seriesIn, seriesTable } from "../json-columns.ts";
import type { LogFile } from "../log-file.ts";
import { historiesOf } from "../log-history.ts";
import { measureOf } from "../measures.ts";
import { defineLogFormat, evaluated, running, unknownLoss } from "./format.ts";

/** The series of a history, also where it lies in `{"history": …}`. */
function historyIn(json: unknown): ReturnType<typeof seriesIn> {
  const series = seriesIn(json);
  if (series) return series;
  const { history } = (typeof json === "object" && json !== null ? json : {}) as { history?: unknown };
  return seriesIn(history);
}

/** `History.history` of Keras as JSON, and likewise named lists of other loops: `{metric: [numbers]}`. */
export const kerasJson = defineLogFormat({
  id: "keras-json",
  title: "lists by name (Keras History as JSON)",
  looksFor: 'JSON like {"loss": [1.2, 0.8], "val_loss": [1.3, 0.9]}',
  recognises: ({ json }) =>
    Object.keys(historyIn(json) ?? {}).some((name) => ["loss", "metric"].includes(measureOf(name).kind)),
  read: ([log]) => {
    const { path: file, json } = log as LogFile;
    const series = historyIn(json) ?? {};
    const isKeras = Object.hasOwn(series, "loss");
    return historiesOf(seriesTable(file, series), {
      format: "keras-json",
      title: isKeras ? "Keras History as JSON" : "lists by name",
      file,
      trainLoss: isKeras ? running("inside") : unknownLoss,
      validationLoss: isKeras ? evaluated("inside") : unknownLoss,
      unit: "epoch",
    });
  },
});
