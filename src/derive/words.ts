import { type Sign, signs } from "../diagnose/index.ts";
import { type Need, type Regularizer, type Seam } from "../seams/index.ts";
import type { ParameterRow } from "./parameters.ts";

/** What happens at each seam, as a heading. */
export const seamTitles: Readonly<Record<Seam, string>> = {
  data: "Examples of the data set",
  batch: "Whole batches",
  input: "Inputs of the model",
  layers: "Activations",
  weights: "Weights in the forward pass",
  targets: "Targets",
  losses: "Losses of examples",
  loss: "Penalties on the loss",
  gradients: "Gradients",
  update: "Updates of the weights",
  loop: "Between epochs",
  after: "After training",
};

/** How several techniques at a seam go together. */
export const seamManners: Readonly<Record<Seam, string>> = {
  data: "Techniques on examples act one after the other, in the order of the recipe; validation and test parts stay as they are.",
  batch:
    "Techniques on batches mix one after the other what the one before gave, in the order of the recipe.",
  input: "Techniques on inputs act one after the other, in the order of the recipe.",
  layers: "Techniques on activations act one after the other at each layer, in the order of the recipe.",
  weights: "Techniques on weights in the forward pass act one after the other, in the order of the recipe.",
  targets: "Techniques on targets act one after the other, in the order of the recipe.",
  losses: "Techniques on losses of examples act one after the other, in the order of the recipe.",
  loss: "Penalties add up, in any order.",
  gradients:
    "Techniques on gradients act one after the other, in the order of the recipe: the last one has the last word.",
  update:
    "Techniques on updates act one after the other, in the order of the recipe: what is to hold in the end stands last.",
  loop: "Of several techniques between epochs the first in the recipe says which weights are kept, and any of them may end training.",
  after: "Techniques after training each look at the model as training left it.",
};

/** What a technique needs, as the end of "It needs …". */
export const needWords: Readonly<Record<Need, string>> = {
  classification: "classes to tell apart",
  images: "images",
  validation: "a validation part",
  hiddenLayers: "hidden layers",
  channels: "hidden layers of images or sequences",
  residualBlocks: "residual blocks",
  weightedSums: "dense or convolutional layers with an activation",
  numericInputs: "inputs that are numbers",
};

/** What decides which values a parameter accepts. */
type Range = Pick<ParameterRow, "kind" | "min" | "max" | "aboveMin" | "choices">;

/** The numbers within the bounds of a parameter. */
function numbersText({ min, max, aboveMin }: Range): string {
  if (max === undefined) return min === undefined ? "any" : `${aboveMin ? ">" : "≥"} ${min}`;
  if (min === undefined) return `≤ ${max}`;
  return `${aboveMin ? "> " : ""}${min} … ${max}`;
}

/** The values that a parameter accepts: `0 … 0.95`, `> 0`, `sum | half`. */
export function rangeText(range: Range): string {
  const { kind, min, choices = [] } = range;
  const texts: Partial<Record<Range["kind"], string>> = {
    perAxis: [`≥ ${min}, one for all axes or a list`, ...choices].join(" | "),
    scores: [...choices, "the name of a metric, or a list"].join(" | "),
    choice: choices.join(" | "),
    flag: "true | false",
    list: "whole numbers",
    layers: "a list of layers",
  };
  return texts[kind] ?? numbersText(range);
}

/** Where a search looks: `0.01 … 100 (log)`. */
export const searchText = ({ search }: ParameterRow): string =>
  search ? `${search.from} … ${search.to} (${search.scale})` : "";

export const settingText = (value: unknown): string =>
  typeof value === "string" ? value : JSON.stringify(value);

export const citation = ({ authors, year, title }: Regularizer["references"][number]): string =>
  `${authors} (${year}). ${title}.`;

/** What people call a sign. */
export const titleOfSign = (id: string): string => signs.find((sign) => sign.id === id)?.title ?? id;

/** The sign by which techniques name what they treat. */
export function treatedAs(id: string): string {
  const sign: Sign | undefined = signs.find((one) => one.id === id);
  return sign?.like ?? id;
}

/** What to look at after a remedy for a sign. */
export const goesAway = (sign: string): string => `Whether "${titleOfSign(sign)}" goes away.`;

/** A sentence as it goes on after a colon; what starts with a name of letters and numbers, such as L2, stays. */
export const lowerFirst = (text: string): string =>
  /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
