import type { Convention } from "../seams/index.ts";

/** What a line of code is written with, each as text; a quantity that is not known is `…`. */
export interface Words {
  readonly value: string;
  readonly learningRate: string;
  readonly batch: string;
}

/** How another program means the strength of its penalty on squared weights. */
export interface FrameworkConvention extends Convention {
  readonly title: string;
  /** The line that one writes there. */
  readonly code: (words: Words) => string;
  /** Where it means something else than a reader may think, in sentences. */
  readonly notes: readonly string[];
}

const halvedError =
  "Its squared error is halved, so the value stands for the same minimum as with the whole mean squared error (mse)";

/** By the name that `--from` takes. */
export const frameworks: Readonly<Record<string, FrameworkConvention>> = {
  keras: {
    title: "Keras l2",
    formula: "λ Σw²",
    times: 2,
    code: ({ value }) => `layers.Dense(…, kernel_regularizer=keras.regularizers.L2(${value}))`,
    notes: [
      "λ is not divided by the number of examples, nor halved. With Adam and the other adaptive optimizers the penalty's gradient is rescaled like the loss's, so that weights with large gradients shrink less: that is not AdamW",
      "The loss that it shows while training includes the penalty",
    ],
  },
  "keras-adamw": {
    title: "Keras AdamW",
    formula: "w ← w − ηλw beside the update",
    times: 1,
    decoupled: true,
    code: ({ value, learningRate }) =>
      `keras.optimizers.AdamW(learning_rate=${learningRate}, weight_decay=${value})`,
    notes: ["It shrinks biases and normalization gains too, unless exclude_from_weight_decay names them"],
  },
  pytorch: {
    title: "PyTorch weight_decay",
    formula: "g ← g + λw, as (λ/2) Σw² gives",
    times: 1,
    code: ({ value, learningRate }) =>
      `torch.optim.SGD(model.parameters(), lr=${learningRate}, weight_decay=${value})`,
    notes: [
      "torch.optim.Adam takes weight_decay in this sense too: a penalty whose gradient Adam rescales, and not AdamW",
      "It acts on every parameter that is passed, biases and normalization gains included; put those in a group with weight_decay=0",
    ],
  },
  "pytorch-adamw": {
    title: "PyTorch AdamW",
    formula: "w ← w − ηλw beside the update",
    times: 1,
    decoupled: true,
    code: ({ value, learningRate }) =>
      `torch.optim.AdamW(model.parameters(), lr=${learningRate}, weight_decay=${value})`,
    notes: [
      "It multiplies the decay by the learning rate and its schedule; the original paper multiplies by the schedule alone, so its number is ηλ",
    ],
  },
  ridge: {
    title: "scikit-learn Ridge",
    formula: "‖y − Xw‖² + α‖w‖²",
    times: 2,
    per: "rows",
    code: ({ value }) => `sklearn.linear_model.Ridge(alpha=${value})`,
    notes: [
      "It sums the squared errors over the rows instead of averaging them: the same alpha is weaker the more rows there are",
      "It leaves the scales of the inputs as they are, and with them how hard each coefficient is held",
    ],
  },
  "mlp-classifier": {
    title: "scikit-learn MLPClassifier",
    formula: "mean loss + (α/2m) Σw²",
    times: 1,
    per: "batch",
    code: ({ value, batch }) =>
      `sklearn.neural_network.MLPClassifier(alpha=${value}, batch_size=${batch}, solver="sgd")`,
    notes: [
      "alpha is divided by the size of the batch, not by the training rows: another batch_size is another penalty, and a smaller last batch is penalized harder. Its usual solver is Adam, which rescales the penalty's gradient",
    ],
  },
  "mlp-regressor": {
    title: "scikit-learn MLPRegressor",
    formula: "half the mean squared error + (α/2m) Σw²",
    times: 2,
    per: "batch",
    code: ({ value, batch }) =>
      `sklearn.neural_network.MLPRegressor(alpha=${value}, batch_size=${batch}, solver="sgd")`,
    notes: [
      `alpha is divided by the size of the batch, as in MLPClassifier. ${halvedError}; equal steps take twice the learning rate there`,
    ],
  },
  glmnet: {
    title: "glmnet, gaussian",
    formula: "(1/2n) ‖y − Xw‖² + (λ/2s) ‖w‖²",
    times: 2,
    per: "deviation",
    code: ({ value }) => `glmnet(x, y, family = "gaussian", alpha = 0, lambda = ${value})`,
    notes: [
      `${halvedError}. It divides the target by its standard deviation s (with n, not n − 1), fits, and multiplies back: λ is in the units of the target`,
      "It standardizes the inputs unless standardize = FALSE, and gives the coefficients back in their own units",
    ],
  },
  "glmnet-logistic": {
    title: "glmnet, binomial or multinomial",
    formula: "mean log loss + (λ/2) ‖w‖²",
    times: 1,
    code: ({ value }) => `glmnet(x, y, family = "binomial", alpha = 0, lambda = ${value})`,
    notes: [
      "It standardizes the inputs unless standardize = FALSE",
      "For two classes it has one weight for each input; a softmax has two, and the same λ holds their difference half as hard",
    ],
  },
};
