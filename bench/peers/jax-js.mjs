// jax-js on its WebAssembly backend: one jit-compiled function for the whole step, of dense layers.

import { blockUntilReady, defaultDevice, init, jit, nn, numpy as np, valueAndGrad } from "@jax-js/jax";
import { readFileSync } from "node:fs";
import { batchesOf, serve } from "../dist/bench/peers/protocol.js";

const { version } = JSON.parse(
  readFileSync(new URL("../node_modules/@jax-js/jax/package.json", import.meta.url), "utf8"),
);

await serve({ version: `jax-js ${version} wasm` }, async (problem) => {
  await init("wasm");
  defaultDevice("wasm");
  const { rows, classes, input } = problem;
  const { learningRate } = problem.optimizer;
  const inputs = np.array(problem.inputs).reshape([rows, input.shape.at(-1)]);
  const labels = np.array(problem.labels, { dtype: np.int32 });
  let parameters = problem.parameters.map(({ shape }, index) =>
    np.array(problem.values[index].slice()).reshape(shape),
  );
  const depth = parameters.length / 2;
  const loss = (values, x, y) => {
    let h = x;
    for (let index = 0; index < depth; index++) {
      h = np.dot(h, values[2 * index]).add(values[2 * index + 1]);
      if (index < depth - 1) h = nn.relu(h);
    }
    return nn.logSoftmax(h).mul(y).sum(-1).mean().neg();
  };
  const update = jit((values, x, y, picked) => {
    const batchX = np.take(x, picked.ref, 0);
    const batchY = nn.oneHot(np.take(y, picked, 0), classes);
    const [value, gradients] = valueAndGrad(loss)(
      values.map((each) => each.ref),
      batchX,
      batchY,
    );
    return [value, values.map((each, index) => each.sub(gradients[index].mul(learningRate)))];
  });
  const batches = batchesOf(problem);
  let next = 0;
  const train = async (steps) => {
    for (let index = 1; ; index++) {
      const picked = np.array(batches[next++ % batches.length], { dtype: np.int32 });
      const [value, updated] = update(parameters, inputs.ref, labels.ref, picked);
      parameters = updated;
      if (index < steps) value.dispose();
      else {
        await blockUntilReady(parameters.map((each) => each.ref)).then((each) =>
          each.forEach((array) => array.dispose()),
        );
        return (await value.data())[0];
      }
    }
  };
  return { train };
});
