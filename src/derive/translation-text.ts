// A translation for people.
import { count } from "../base/index.ts";
import { columns, wrap } from "./describe.ts";
import { quantityFlag, shortNumber, type Translated, type Translation } from "./translate.ts";

function runText({ quantities, learningRate }: Translation): string {
  const { rows, batch, deviation } = quantities;
  return [
    ...(rows === undefined ? [] : [`n = ${count(rows)} training rows`]),
    ...(batch === undefined ? [] : [`batches of m = ${count(batch)}`]),
    ...(learningRate === undefined ? [] : [`learning rate η = ${shortNumber(learningRate)}`]),
    ...(deviation === undefined ? [] : [`standard deviation of the target s = ${shortNumber(deviation)}`]),
  ].join(", ");
}

const valueText = ({ value, needs }: Translated): string =>
  value === undefined ? `needs ${needs ? quantityFlag(needs) : ""}` : shortNumber(value);

/** What plain SGD makes of weights, and how learning rate and batch change that. */
function shrinkText({ shrink, rate, learningRate = 0 }: Translation): string {
  if (!shrink)
    return "How fast weights shrink depends on the learning rate η: each update takes η · rate · w. Give --lr, or a recipe, a run or data.";
  const { perEpoch, stepsPerEpoch } = shrink;
  const perStep = `With plain SGD each update multiplies every weight by 1 − ${shortNumber(learningRate * rate)}`;
  if (perEpoch === undefined || stepsPerEpoch === undefined)
    return `${perStep}, besides what the loss does to it.`;
  const twice = (1 - 2 * learningRate * rate) ** stepsPerEpoch;
  const half = shrink.perStep ** (2 * stepsPerEpoch);
  return `${perStep}, besides what the loss does to it: by ${shortNumber(perEpoch)} over the ${count(stepsPerEpoch)} updates of an epoch. Twice the learning rate makes that ${shortNumber(twice)}, half the batch (twice the updates) ${shortNumber(half)}.`;
}

const meanText =
  'All of this is for a loss that is the mean over the batch. Where it is the sum (reduction="sum" in PyTorch), the same steps take a strength m times as large and a learning rate m times smaller.';

/** What `ockham translate` prints. @param width columns of the terminal. */
export function translationText(translation: Translation, width = 100): string {
  const { from, value, formula, rate, conventions, warning } = translation;
  const named = (text: (each: Translated) => string): string[][] =>
    conventions.map((each) => [each.name, text(each)]);
  const run = runText(translation);
  const notes = conventions.flatMap(({ name, notes: all }) =>
    all.map((note) => wrap(`- ${name}: ${note}.`, width, "  ")),
  );
  return [
    wrap(
      `${shortNumber(value)} in ${from}, ${formula}: each update takes η · ${shortNumber(rate)} · w off a weight w.`,
      width,
    ) + (run && `\n${wrap(`${run}.`, width)}`),
    columns([
      ["name", "value", "whose", "meaning"],
      ...conventions.map((each) => [each.name, valueText(each), each.title, each.formula]),
    ]),
    `In code:\n${columns(named(({ code }) => code))}`,
    wrap(shrinkText(translation), width),
    ...(warning === undefined ? [] : [wrap(`Note: ${warning}.`, width)]),
    wrap(meanText, width),
    `Where it means something else than one may think:\n${notes.join("\n")}`,
  ].join("\n\n");
}
