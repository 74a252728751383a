// The seam after training: what a technique makes of a model that is too sure of itself.
import { bug } from "../../base/index.ts";
import { formatNumber, type LineFigure, type Point } from "../../draw/index.ts";
import { constant, type Tensor } from "../../graph/index.ts";
import { losses } from "../../losses/index.ts";
import { foldEvaluation, type Regularizer } from "../../seams/index.ts";
import { activeOf, usual, valuesOf } from "./trial.ts";

const [classes, rows, excess] = [2, 41, 3];

/** How far the output of the one class lies above that of the other. */
const margins = Array.from({ length: rows }, (_, i) => -8 + (16 * i) / (rows - 1));

const pairs = (of: (margin: number) => readonly number[]): Tensor =>
  constant(margins.flatMap(of), [rows, classes]);

/** The model's probability of the one class. */
const pointsOf = (outputs: Tensor): Point[] => {
  const all = valuesOf(losses.crossEntropy.predict(outputs));
  return margins.map((margin, row) => [margin, all[row * classes] as number]);
};

/** `temperature 3`. */
const foundText = (found: Readonly<Record<string, number>> = {}): string =>
  Object.entries(found)
    .map(([name, value]) => `${name} ${formatNumber(value)}`)
    .join(", ");

/** What a model says, before and after a technique has looked at it. */
export function afterFigure(technique: Regularizer): LineFigure {
  const subject = usual(technique);
  const active = activeOf(subject);
  const outputs = pairs((margin) => [margin, 0]);
  const truth = losses.crossEntropy.predict(pairs((margin) => [margin / excess, 0]));
  const rows = { outputs: valuesOf(outputs), targets: valuesOf(truth), width: classes };
  const found = technique.at.after?.(
    {
      lossByScale: (scale) =>
        losses.crossEntropy.byScale?.({ ...rows, scale }) ?? bug("Cross-entropy has no derivative by scale"),
    },
    active.settings as never,
  );
  const { outputs: changed } = foldEvaluation([active], {
    parameter: ({ name }) => bug(`Nothing trains ${name} after training`),
    running: ({ name, shape }) => constant([found?.[name.split(".").at(-1) ?? name] ?? 1], shape),
  });
  return {
    title: `${technique.title}: probability of a class`,
    xLabel: "difference of the outputs",
    yLabel: "probability",
    series: [
      { name: "without", role: "other", points: pointsOf(outputs) },
      { name: foundText(found), role: "train", points: pointsOf(changed(outputs)) },
    ],
    note: `A model of ${classes} classes whose outputs lie ${excess} times too far apart for how often each class is right.`,
  };
}
