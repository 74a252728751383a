// Writes a technique of one's own and looks at what it does to a weight, without training anything.
// Run it with: npx tsx examples/own-technique.ts
import {
  add,
  constant,
  defineRegularizer,
  div,
  evaluate,
  foldSeams,
  gradients,
  input,
  live,
  mul,
  square,
  sum,
} from "ockham";

/** A penalty that saturates: it pulls small weights towards 0 and leaves large ones alone. */
const weightElimination = defineRegularizer({
  id: "weightElimination",
  title: "Weight elimination",
  summary: "Adds a penalty for each weight that levels off once the weight is large.",
  formula: String.raw`\lambda \sum_w \frac{w^2}{1 + w^2}`,
  params: {
    lambda: live({ description: "Strength of the penalty.", min: 0, default: 0.1, off: 0 }),
  },
  strength: "lambda",
  treats: ["large-gap", "late-rise"],
  needs: [],
  interactions: ["Below 1 it pulls like L2: on the same weights the two add up."],
  references: [
    {
      authors: "Weigend, Rumelhart and Huberman",
      year: 1991,
      title: "Generalization by Weight-Elimination with Application to Forecasting",
      url: "https://papers.nips.cc/paper/1990/hash/bc6dc48b743dc5d013b1abaebd2faed2-Abstract.html",
    },
  ],
  source: [],
  at: {
    loss: (weights, { lambda }) =>
      weights
        .map(({ value }) => sum(div(square(value), add(square(value), 1))))
        .reduce((total, term) => add(total, mul(lambda, term)), constant(0)),
  },
});

// Everything a technique may touch arrives as values of a graph.
const weight = input("weight", [4]);
const lambda = input("lambda", []);
const seams = foldSeams(
  [{ key: "mine", regularizer: weightElimination, settings: { lambda: 0.1 }, strengths: { lambda } }],
  {
    key: () => constant(1, [], "int32"),
    trainingRows: constant(1000),
    learningRate: constant(0.1),
    step: constant(0),
    stepsPerEpoch: 100,
    epochs: 4,
    classes: 10,
  },
);
const penalty = seams.penalty([{ name: "dense1.weight", layer: "dense1", role: "weight", value: weight }]);
const [pull] = gradients(penalty, [weight]);

if (pull) {
  const values = [0.1, 0.5, 1, 3];
  const [total, gradient] = evaluate([penalty, pull], { weight: values, lambda: [0.1] });
  console.log(`penalty ${total?.[0]?.toFixed(4)}`);
  values.forEach((value, i) => console.log(`weight ${value}: gradient ${gradient?.[i]?.toFixed(4)}`));
}
