import { expect, test } from "vitest";
import { plainReason } from "./engine.ts";

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
