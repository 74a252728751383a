// What is told of logs of other programs, from the file to the advice.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { judgeAll, type Judged } from "./judged.node.ts";

const folder = mkdtempSync(join(tmpdir(), "judged-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function judge(name: string, text: string): Promise<Judged> {
  const path = join(folder, name);
  writeFileSync(path, text);
  const { judged } = await judgeAll([path]);
  expect(judged).toHaveLength(1);
  return judged[0] as Judged;
}

const linesOf = ({ diagnosis }: Judged): string[] =>
  diagnosis.prescriptions.flatMap((one) => ("code" in one ? one.code.map(({ line }) => line) : []));

/** A score that climbs to 0.8 at point 10 and falls to 0.6 by point 29. */
const fallen = (i: number): number => 0.8 - (i < 10 ? 0.02 * (10 - i) : 0.0105 * (i - 10)) + 0.002 * (i % 2);

/** A loss that is lowest at point 10. */
const risen = (i: number): number => 0.4 + (i < 10 ? 0.04 * (10 - i) : 0.02 * (i - 10)) + 0.003 * (i % 2);

const points = Array.from({ length: 30 }, (_, i) => i);

test("advice watches what the log has, by the name that it has there", async () => {
  const keras = points.map((i) => `${i},${0.8 * 0.85 ** i},${risen(i)},${fallen(i)}`).join("\n");
  const ofKeras = linesOf(await judge("keras.csv", `epoch,loss,val_loss,val_f1_macro\n${keras}\n`)).join(
    "\n",
  );
  expect(ofKeras).toContain('EarlyStopping(monitor="val_f1_macro", mode="max"');
  expect(ofKeras).toContain('EarlyStopping(monitor="val_loss", patience');
  expect(ofKeras).not.toContain("f1_score");

  const face = points.flatMap((i) => [
    { loss: 0.8 * 0.85 ** i, epoch: i + 1, step: 10 * i },
    { eval_loss: risen(i), eval_macro_f1: fallen(i), epoch: i + 1, step: 10 * i },
  ]);
  const ofFace = linesOf(await judge("trainer_state.json", JSON.stringify({ log_history: face }))).join("\n");
  expect(ofFace).toContain('metric_for_best_model="eval_macro_f1", greater_is_better=True');
  expect(ofFace).toContain('metric_for_best_model="eval_loss"');

  const lightning = points
    .map((i) => `${i},${10 * i},${0.8 * 0.85 ** i},,\n${i},${10 * i + 9},,${risen(i)},${fallen(i)}`)
    .join("\n");
  const ofLightning = linesOf(
    await judge("metrics.csv", `epoch,step,train/loss,val/loss,val/f1\n${lightning}\n`),
  ).join("\n");
  expect(ofLightning).toContain('ModelCheckpoint(monitor="val/f1", mode="max")');
  expect(ofLightning).toContain('EarlyStopping(monitor="val/loss", mode="min", patience');
});

test("where a score stands for the loss, the score is what is watched", async () => {
  const rows = points.map((i) => `${i},${1 - 0.4 * 0.85 ** i},${fallen(i)}`).join("\n");
  const lines = linesOf(await judge("auc.csv", `epoch,train_auc,val_auc\n${rows}\n`)).join("\n");
  expect(lines).toContain('EarlyStopping(monitor="val_auc", mode="max", patience');
  expect(lines).toContain("keep the state_dict of the highest val_auc, and stop after");
  expect(lines).not.toMatch(/val_loss|F1|f1/u);
});
