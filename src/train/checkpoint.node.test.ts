import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { UserError } from "../base/index.ts";
import { float32 } from "../runtime/index.ts";
import { loadCheckpoint, saveCheckpoint } from "./checkpoint.node.ts";

const folder = mkdtempSync(join(tmpdir(), "ockham-checkpoint-"));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, "last.safetensors");

const checkpoint = {
  state: { w: float32(Float32Array.of(1, 2, 3, 4), [2, 2]), b: float32(Float32Array.of(0.5, NaN), [2]) },
  facts: { step: "12", strengths: '{"l2.lambda":5}' },
};
const shapes = { w: [2, 2], b: [2] };

test("comes back as it was saved", async () => {
  await saveCheckpoint(path, checkpoint);
  expect(await loadCheckpoint(path, shapes)).toEqual(checkpoint);
});

test("equal checkpoints are equal bytes", async () => {
  const other = join(folder, "again.safetensors");
  await saveCheckpoint(path, checkpoint);
  await saveCheckpoint(other, checkpoint);
  expect(readFileSync(other).equals(readFileSync(path))).toBe(true);
});

test("any changed bit is found out", async () => {
  await saveCheckpoint(path, checkpoint);
  const whole = readFileSync(path);
  const damagedPath = join(folder, "damaged.safetensors");
  for (let at = 0; at < whole.length; at++) {
    const damaged = Buffer.from(whole);
    damaged[at] = (damaged[at] as number) ^ (1 << (at % 8));
    // Padding is no content: a space that became another kind of white space reads alike.
    if (whole[at] === 32 && /\s/.test(String.fromCharCode(damaged[at] as number))) continue;
    writeFileSync(damagedPath, damaged);
    const error: unknown = await loadCheckpoint(damagedPath, shapes).catch((reason: unknown) => reason);
    expect(error, `byte ${at}`).toBeInstanceOf(UserError);
  }
});

test.each([
  [{ ...shapes, b: [3] }, '"b" of shape [2], expected "b" of shape [3]'],
  [{ ...shapes, c: [1] }, 'no tensor "c"'],
])("a checkpoint of another model is refused: %j", async (expected, message) => {
  await saveCheckpoint(path, checkpoint);
  await expect(loadCheckpoint(path, expected)).rejects.toThrow(message);
});

test("a missing file is named", async () => {
  const missing = join(folder, "none.safetensors");
  await expect(loadCheckpoint(missing, shapes)).rejects.toThrow(`${missing}: got no such file`);
  await expect(loadCheckpoint(folder, shapes)).rejects.toThrow(UserError);
});

const hasPython = spawnSync("python3", ["--version"]).status === 0;

test.skipIf(!hasPython)("Python reads it by the letter of the format (skipped without python3)", async () => {
  const state = {
    w: float32(Float32Array.of(1, -2, 0.25, 3), [2, 2]),
    b: float32(Float32Array.of(0.5), [1]),
  };
  await saveCheckpoint(path, { ...checkpoint, state });
  const script = fileURLToPath(new URL("../../test/golden/read_safetensors.py", import.meta.url));
  const { stdout } = spawnSync("python3", [script, path], { encoding: "utf8" });
  expect(JSON.parse(stdout)).toEqual({
    metadata: { ...checkpoint.facts, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
    tensors: { w: { shape: [2, 2], values: [1, -2, 0.25, 3] }, b: { shape: [1], values: [0.5] } },
  });
});
