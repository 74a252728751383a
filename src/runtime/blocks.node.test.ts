import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { expectClose } from "../../test/finite-differences.ts";
import { imageNets } from "../../test/image-nets.ts";
import { blockLayout, evaluate, inputName, isInput, share, topological } from "../graph/index.ts";
import { compileModel } from "../onnx/index.ts";
import { channelBlock, createSession, float32 } from "./index.ts";

const block = await channelBlock();

/** Of the largest number: float32 sums of a thousand terms that cancel, in another order with wider registers. */
const rounding = 5e-5;

const flags = existsSync("/proc/cpuinfo") ? readFileSync("/proc/cpuinfo", "utf8") : "";

test.runIf(flags.includes(" avx2 "))("with AVX2 or more there are blocks", () => {
  expect(block).toBe(flags.includes(" avx512f ") ? 16 : 8);
});

// Without blocks, as on some processors, the plain net is compared: the same assertion holds.
test.each(imageNets(block || 8))("$title: ONNX Runtime agrees with the oracle", async ({ roots, feeds }) => {
  const shared = share(roots);
  const outputs = Object.fromEntries(blockLayout(shared, block).map((root, i) => [`root${i}`, root]));
  const session = await createSession(compileModel({ outputs }), { threads: 1, device: "cpu", spin: false });
  const inputs = topological(shared).filter((t) => isInput(t));
  const found = await session.run(
    Object.fromEntries(
      inputs.map((t) => [inputName(t), float32(Float32Array.from(feeds[inputName(t)] ?? []), t.shape)]),
    ),
  );
  await session.release();
  evaluate(shared, feeds).forEach((expected, i) => {
    expectClose(found[`root${i}`]?.values as Float32Array, expected, rounding);
  });
});
