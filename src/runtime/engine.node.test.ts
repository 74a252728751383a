import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { input, square } from "../graph/index.ts";
import { compileModel } from "../onnx/index.ts";
import { createSession, plainReason } from "./engine.ts";
import { scalar } from "./values.ts";

test.each([
  [
    "OrtSessionOptionsAppendExecutionProvider_Cuda: Failed to load shared library",
    "Failed to load shared library",
  ],
  [
    "/src/context.cc:136 Engine::Initialize(const Config&)::<lambda()> status == Success was false. Failed to get an adapter: none\n",
    "Failed to get an adapter: none",
  ],
  ["\u001b[1;31mNo device\u001b[m", "No device"],
  ["/src/context.cc:136 Engine::Initialize()", "it gives no reason"],
])("the reason for %j is told in plain words", (message, reason) => {
  expect(plainReason(message)).toBe(reason);
});

test("a session that is to be profiled leaves the times of its operations in a file", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ockham-profile-"));
  const model = compileModel({ outputs: { y: square(input("x", [])) } });
  const options = { threads: 1, device: "cpu", spin: false } as const;
  const session = await createSession(model, { ...options, profile: join(folder, "times") });
  await session.run({ x: scalar(3) });
  await session.release();
  const [file = ""] = readdirSync(folder);
  expect(file).toMatch(/^times.*\.json$/);
  const events: readonly { readonly args?: { readonly op_name?: string } }[] = JSON.parse(
    readFileSync(join(folder, file), "utf8"),
  );
  expect(events.map(({ args }) => args?.op_name)).toContain("Mul");
  rmSync(folder, { recursive: true });
});
