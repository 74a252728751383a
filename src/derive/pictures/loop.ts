// The seam between epochs: where a learning curve ends, and what is kept of it.
import { stream } from "../../base/index.ts";
import type { EventMark, LineFigure } from "../../draw/index.ts";
import type { EpochRecord } from "../../history/index.ts";
import { foldLoop, type Regularizer } from "../../seams/index.ts";
import { activeOf, scene, usual } from "./trial.ts";

const epochs = 60;

const scores = (loss: number) => ({ loss, lossStandardError: 0, metrics: { score: Math.exp(-loss) } });

/** A made curve that overfits: validation loss falls, and rises again. */
function madeCurve(): EpochRecord[] {
  const shaken = stream(scene.seed, "pictures", "curve");
  const noisy = (value: number): number => value * (1 + 0.015 * shaken.normal());
  return Array.from({ length: epochs }, (_, i): EpochRecord => {
    const [epoch, train] = [i + 1, noisy(1.6 * Math.exp(-i / 12) + 0.05)];
    const validation = noisy(1.3 * Math.exp(-i / 9) + 0.6 + 0.007 * i);
    return {
      epoch,
      step: epoch * scene.stepsPerEpoch,
      train: scores(train),
      validation: scores(validation),
      penalty: 0,
      objective: train,
      running: { loss: train },
      learningRate: scene.learningRate,
      strengths: {},
    };
  });
}

const metrics = [{ id: "score", title: "Score", better: "higher" }] as const;

export function loopFigure(technique: Regularizer): LineFigure {
  const subject = usual(technique);
  const curve = madeCurve();
  const decisions = curve.map((_, i) =>
    foldLoop([activeOf(subject)], { metrics, epochs: curve.slice(0, i + 1) }),
  );
  const end = decisions.findIndex((decision) => decision?.stop !== undefined);
  const last = end < 0 ? epochs : end + 1;
  const keep = decisions[last - 1]?.keep ?? last;
  const loss = (epoch: number): number => curve[epoch - 1]?.validation?.loss ?? Number.NaN;
  const marks: EventMark[] = [
    { kind: "best", x: keep, y: loss(keep), label: `keeps the weights of epoch ${keep}` },
    ...(end < 0
      ? []
      : [{ kind: "onset" as const, x: last, y: loss(last), label: `stops after epoch ${last}` }]),
  ];
  return {
    title: `${technique.title}: when training ends`,
    xLabel: "epoch",
    yLabel: "loss",
    wholeX: true,
    series: [
      { name: "training", role: "train", points: curve.map(({ epoch, train }) => [epoch, train.loss]) },
      { name: "validation", role: "validation", points: curve.map(({ epoch }) => [epoch, loss(epoch)]) },
    ],
    marks,
    note: `A made curve of ${epochs} epochs, at ${subject.label}; without it training would go on to the end.`,
  };
}
