import { expect, test } from "vitest";
import { stream } from "../base/index.ts";
import { axisOf } from "./axis.ts";
import type { Member, TrainMembers } from "./members.ts";
import { isHopeless } from "./race.ts";
import { tune, type TuneQuestion } from "./tune.ts";

const scores = (error: number, ...losses: number[]) => losses.map((loss) => ({ loss, error }));

test("hopeless: worse by the error of the best and three of the difference", () => {
  // Each fold 200 rows with errors 0.03 and 0.04: of a difference 0.05, of two 0.05 / sqrt(2) = 0.0354; of the best 0.0212.
  const best = scores(0.03, 1, 1);
  expect(isHopeless(scores(0.04, 1.12, 1.12), best)).toBe(false);
  expect(isHopeless(scores(0.04, 1.13, 1.13), best)).toBe(true);
  // Differences of 0.1 and 0.5 say little about a third.
  expect(isHopeless(scores(0.04, 1.1, 1.5), best)).toBe(false);
});

test("one fold is not enough, unless training diverged on it", () => {
  expect(isHopeless(scores(0.01, 9), scores(0.01, 1))).toBe(false);
  expect(isHopeless(scores(0.01, Infinity), scores(0.01, 1))).toBe(true);
});

/** A bowl over log λ whose bottom, folds and noise are drawn; the members that were asked for. */
function drawn(number: number): { readonly train: TrainMembers; readonly asked: Member[] } {
  const asked: Member[] = [];
  const draw = stream(number, "bowl");
  const [bottom, depth, noise] = [4 * draw.uniform() - 2, 0.2 * draw.uniform(), 0.1 * draw.uniform()];
  const shifts = Array.from({ length: 5 }, () => 0.1 * draw.normal());
  const train: TrainMembers = (members) => {
    asked.push(...members);
    return Promise.resolve(
      members.map((member) => {
        const lambda = member.strengths["l2.lambda"] as number;
        const own = stream(number, "noise", member.fold, String(lambda)).normal();
        const loss =
          1 + depth * (Math.log10(lambda) - bottom) ** 2 + (shifts[member.fold - 1] ?? 0) + noise * own;
        const result = { loss, lossStandardError: 0.03, metrics: { accuracy: 0.5 } };
        return { ...member, result: { validation: result, train: result, epochs: 1, kept: 1 } };
      }),
    );
  };
  return { train, asked };
}

const axis = { ...axisOf("l2=0.01..100", 9), isList: true };
const question: TuneQuestion = { axes: [axis], folds: 5, extensions: 0, isRace: true };
const searches = Array.from({ length: 200 }, (_, number) => number);

test("with and without stopping the same strengths are chosen, and trainings are spared", async () => {
  let asked = 0;
  for (const number of searches) {
    const [raced, whole] = [drawn(number), drawn(number)];
    const some = await tune(question, raced.train);
    const all = await tune({ ...question, isRace: false }, whole.train);
    expect([some?.curve.min, some?.curve.oneSe]).toEqual([all?.curve.min, all?.curve.oneSe]);
    asked += raced.asked.length;
  }
  expect(asked).toBeLessThan(0.9 * searches.length * 45);
});

test("what is stopped has no standard error and is never chosen", async () => {
  for (const number of searches) {
    const { points = [], min, oneSe } = (await tune(question, drawn(number).train))?.curve ?? {};
    const stopped = points.flatMap(({ isStopped }, at) => (isStopped ? [at] : []));
    expect(stopped).not.toContain(min);
    expect(stopped).not.toContain(oneSe);
    expect(points.flatMap(({ losses }, at) => (losses.length < 5 ? [at] : []))).toEqual(stopped);
    expect(points.flatMap((point, at) => (Number.isNaN(point.standardError) ? [at] : []))).toEqual(stopped);
  }
});

test("leaving the technique out is compared on every fold; what looked hopeless beside a lucky best is trained after all", async () => {
  const told: number[][] = [];
  const losses: Readonly<Record<number, readonly number[]>> = {
    0: [9, 9, 9, 9],
    1: [1, 1, 9, 9],
    2: [2, 2, 2, 2],
    3: [5, 5, 5, 5],
  };
  const train: TrainMembers = (members) =>
    Promise.resolve(
      members.map((member) => {
        const loss = losses[member.strengths["l2.lambda"] as number]?.[member.fold - 1] as number;
        const result = { loss, lossStandardError: 0.01, metrics: {} };
        return { ...member, result: { validation: result, train: result, epochs: 1, kept: 1 } };
      }),
    );
  const tuned = await tune(
    { axes: [axisOf("l2=0,1,2,3", 4)], folds: 4, extensions: 0, isRace: true },
    train,
    { onStopped: (...counts) => told.push(counts) },
  );
  expect(told).toEqual([[2, 2, 4]]);
  expect(tuned?.curve).toMatchObject({ min: 2, oneSe: 2 });
  expect(tuned?.curve.points.map((point) => point.losses.length)).toEqual([4, 4, 4, 2]);
});
