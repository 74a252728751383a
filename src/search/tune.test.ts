import { expect, test } from "vitest";
import { axisOf } from "./axis.ts";
import type { Member, TrainMembers } from "./members.ts";
import { tune } from "./tune.ts";

/** Members whose loss is a bowl around log10 λ = `best`, a little different in each fold. */
const bowl =
  (best: number, asked: Member[] = []): TrainMembers =>
  (members) => {
    asked.push(...members);
    return Promise.resolve(
      members.map((member) => {
        const lambda = member.strengths["l2.lambda"] as number;
        const loss = (lambda === 0 ? 500 : Math.abs(Math.log10(lambda) - best)) + 0.01 * member.fold;
        const scores = { loss, lossStandardError: 0.1, metrics: { accuracy: 1 - loss / 10 } };
        return { ...member, result: { validation: scores, train: scores, epochs: 1, kept: 1 } };
      }),
    );
  };

const question = { folds: 3, extensions: 2, isRace: false };

test("every strength on every fold, the technique left out among them", async () => {
  const asked: Member[] = [];
  const tuned = await tune({ ...question, axes: [axisOf("l2=0.01..100", 5)] }, bowl(0, asked));
  expect(asked).toHaveLength(18);
  expect(tuned?.curve.points[tuned.curve.min]?.strengths).toEqual({ "l2.lambda": 1 });
  expect(tuned).toMatchObject({ added: 0, edges: [] });
  expect(tuned?.axes[0]?.values[0]).toBe(0);
});

test("a range whose end is best is made longer, and only what is new is trained", async () => {
  const asked: Member[] = [];
  const tuned = await tune({ ...question, axes: [axisOf("l2=0.01..1", 3)] }, bowl(2, asked));
  expect(tuned?.axes[0]?.values).toEqual([0, 0.01, 0.1, 1, 10, 100, 1000]);
  expect(asked).toHaveLength(3 * 7);
  expect(tuned).toMatchObject({ added: 3, edges: [] });
});

test("an end that stays best is told, with the reason", async () => {
  const far = await tune({ ...question, axes: [axisOf("l2=0.01..1", 3)] }, bowl(99));
  expect(far).toMatchObject({ added: 6, edges: [{ path: "l2.lambda", end: "high", because: "enough" }] });
  const list = await tune({ ...question, axes: [axisOf("l2=0.1,1", 3)] }, bowl(2));
  expect(list).toMatchObject({ added: 0, edges: [{ end: "high", because: "list" }] });
});

test("two strengths: each value with each", async () => {
  const asked: Member[] = [];
  const axes = [axisOf("l2=0.1..10", 3), axisOf("dropout=0,0.5", 2)];
  const tuned = await tune({ ...question, folds: 1, axes }, bowl(0, asked));
  expect(asked).toHaveLength(4 * 2);
  // Of equal losses the more regularized.
  expect(tuned?.curve.points[tuned.curve.min]?.strengths).toEqual({ "l2.lambda": 1, "dropout.rate": 0.5 });
});

test("the error of one validation row, which is 0, is not taken for one", async () => {
  const single: TrainMembers = async (members) =>
    (await bowl(0)(members)).map((member) => ({
      ...member,
      result: { ...member.result, validation: { loss: 1, lossStandardError: 0, metrics: {} } },
    }));
  const tuned = await tune({ ...question, folds: 1, axes: [axisOf("l2=1,10", 2)] }, single);
  expect(tuned?.curve.points.map(({ standardError }) => standardError)).toEqual([Number.NaN, Number.NaN]);
});

test("nothing where training was stopped", async () => {
  const some: TrainMembers = async (members) => (await bowl(0)(members)).slice(1);
  expect(await tune({ ...question, axes: [axisOf("l2", 3)] }, some)).toBeUndefined();
});
