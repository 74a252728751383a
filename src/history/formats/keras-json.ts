import { seriesIn, seriesTable } from "../json-columns.ts";
import type { LogFile } from "../log-file.ts";
import { historiesOf } from "../log-history.ts";
import { measureOf } from "../measures.ts";
import { defineLogFormat, kerasManner, unknownManner } from "./format.ts";

type NamedLists = NonNullable<ReturnType<typeof seriesIn>>;

/** The lists of parts: `{"train": {"loss": […]}, "val": {"loss": […]}}` has `train/loss` and `val/loss`. */
function partedLists(json: unknown): NamedLists | undefined {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return undefined;
  const parts = Object.entries(json).filter(([name]) => measureOf(name).part !== undefined);
  const lists = parts.flatMap(([part, inner]) =>
    Object.entries(seriesIn(inner) ?? {}).map(([name, values]) => [`${part}/${name}`, values] as const),
  );
  return lists.length === 0 ? undefined : Object.fromEntries(lists);
}

/** The series of a history, also where it lies in `{"history": …}`. */
function historyIn(json: unknown): NamedLists | undefined {
  const { history } = (typeof json === "object" && json !== null ? json : {}) as { history?: unknown };
  return seriesIn(json) ?? partedLists(json) ?? seriesIn(history) ?? partedLists(history);
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
      ...(isKeras ? kerasManner : unknownManner),
      unit: "epoch",
    });
  },
});
