import { count } from "../base/index.ts";
import { textColumns } from "../derive/index.ts";
import type { ModelSummary } from "../train/index.ts";

const shapeText = (shape: readonly number[]): string => shape.join("×");

/** Texts as wide as the widest, aligned at their ends. */
function alignedRight(texts: readonly string[]): string[] {
  const width = Math.max(...texts.map(({ length }) => length));
  return texts.map((text) => text.padStart(width));
}

/** A model as a table: a line for each layer, then how many numbers there are. */
export function summaryTable({ input, layers, parameters }: ModelSummary): string {
  const numbers = (key: "trainable" | "running"): string[] =>
    alignedRight([key, "", ...layers.map((layer) => count(layer.parameters[key]))]);
  const [trainable, running] = [numbers("trainable"), numbers("running")];
  const described = [
    ["layer", "kind", "output"],
    ["input", "", shapeText(input)],
    ...layers.map(({ name, kind, output }) => [name, kind, shapeText(output)]),
  ];
  const table = textColumns(
    described.map((cells, i) => [...cells, trainable[i] as string, running[i] as string]),
  );
  const { total, trainable: learned, running: kept } = parameters;
  return `${table}\n\n${count(total)} numbers: ${count(learned)} trainable parameters, ${count(kept)} running values.\n`;
}
