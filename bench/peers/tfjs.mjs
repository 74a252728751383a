// TensorFlow.js: variables, tf.train.sgd and its softmax cross-entropy; the backend is the second argument.

import * as tf from "@tensorflow/tfjs";
import { version_wasm } from "@tensorflow/tfjs-backend-wasm";
import { batchesOf, serve } from "../dist/bench/peers/protocol.js";

const backend = process.argv[3];
const version = backend === "wasm" ? version_wasm : tf.version_core;

await serve({ version: `TensorFlow.js ${version} ${backend}` }, async (problem) => {
  await tf.setBackend(backend);
  await tf.ready();
  const { sizes, rows } = problem;
  const inputs = tf.tensor2d(problem.inputs, [rows, sizes[0]]);
  const targets = tf.cast(tf.oneHot(tf.tensor1d(problem.labels, "int32"), sizes.at(-1)), "float32");
  const layers = problem.weights.map((weights, index) => [
    tf.variable(tf.tensor2d(weights, [sizes[index], sizes[index + 1]])),
    tf.variable(tf.zeros([sizes[index + 1]])),
  ]);
  const forward = (x) =>
    layers.reduce((h, [weights, bias], index) => {
      const sum = tf.add(tf.matMul(h, weights), bias);
      return index < layers.length - 1 ? tf.relu(sum) : sum;
    }, x);
  const optimizer = tf.train.sgd(problem.learningRate);
  const batches = batchesOf(problem);
  let next = 0;
  const step = (wanted) =>
    tf.tidy(() => {
      const picked = tf.tensor1d(batches[next++ % batches.length], "int32");
      const x = tf.gather(inputs, picked);
      const y = tf.gather(targets, picked);
      return optimizer.minimize(() => tf.losses.softmaxCrossEntropy(y, forward(x)), wanted);
    });
  return async (steps) => {
    for (let index = 1; index < steps; index++) step(false);
    const loss = step(true);
    const [value] = await loss.data();
    loss.dispose();
    return value;
  };
});
