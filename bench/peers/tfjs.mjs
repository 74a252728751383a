// TensorFlow.js: variables, tf.train.sgd and its softmax cross-entropy; the backend is the second argument.

import * as tf from "@tensorflow/tfjs";
import { version_wasm } from "@tensorflow/tfjs-backend-wasm";
import { batchesOf, serve } from "../dist/bench/peers/protocol.js";

const backend = process.argv[3];
const version = backend === "wasm" ? version_wasm : tf.version_core;

/** The layers of the problem as functions; images are `[batch, height, width, channels]` here. */
function layersOf(problem) {
  const variables = new Map(
    problem.parameters.map(({ name, shape }, index) => [
      name,
      tf.tensor(problem.values[index].slice(), shape),
    ]),
  );
  const variable = (name, arrange = (tensor) => tensor) => tf.variable(arrange(variables.get(name)));
  const activations = { relu: tf.relu, linear: (x) => x };
  const kinds = {
    dense: (name, { activation }) => {
      const [weight, bias] = [variable(`${name}.weight`), variable(`${name}.bias`)];
      return (x) => {
        // Weights count channel by channel.
        const flat = x.rank === 4 ? tf.transpose(x, [0, 3, 1, 2]).reshape([x.shape[0], -1]) : x;
        return activations[activation](tf.add(tf.matMul(flat, weight), bias));
      };
    },
    conv: (name, { activation, padding, stride }) => {
      const kernel = variable(`${name}.weight`, (tensor) => tf.transpose(tensor, [2, 3, 1, 0]));
      const bias = variable(`${name}.bias`);
      return (x) => activations[activation](tf.add(tf.conv2d(x, kernel, stride, padding), bias));
    },
    maxPool:
      (_, { size }) =>
      (x) =>
        tf.maxPool(x, size, size, "valid"),
    flatten: () => (x) => x,
  };
  const counts = {};
  const hidden = problem.layers.map(({ use, ...settings }) => {
    counts[use] = (counts[use] ?? 0) + 1;
    return kinds[use](`${use}${counts[use]}`, settings);
  });
  return [...hidden, kinds.dense("output", { activation: "linear" })];
}

await serve({ version: `TensorFlow.js ${version} ${backend}` }, async (problem) => {
  await tf.setBackend(backend);
  await tf.ready();
  const { rows, classes, input, optimizer } = problem;
  const [channels, height, width] = input.shape;
  const stored = tf.tensor4d(problem.inputs, [rows, channels, height, width]);
  const inputs = height === 1 ? stored.reshape([rows, width]) : tf.transpose(stored, [0, 2, 3, 1]);
  const targets = tf.cast(tf.oneHot(tf.tensor1d(problem.labels, "int32"), classes), "float32");
  const layers = layersOf(problem);
  const forward = (x) => layers.reduce((hidden, layer) => layer(hidden), x);
  const sgd = tf.train.sgd(optimizer.learningRate);
  const batches = batchesOf(problem);
  let next = 0;
  const step = (wanted) =>
    tf.tidy(() => {
      const picked = tf.tensor1d(batches[next++ % batches.length], "int32");
      const x = tf.gather(inputs, picked);
      const y = tf.gather(targets, picked);
      return sgd.minimize(() => tf.losses.softmaxCrossEntropy(y, forward(x)), wanted);
    });
  const train = async (steps) => {
    for (let index = 1; index < steps; index++) step(false);
    const loss = step(true);
    const [value] = await loss.data();
    loss.dispose();
    return value;
  };
  return { train };
});
