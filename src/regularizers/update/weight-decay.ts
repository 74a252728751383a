import { defineRegularizer, live } from "../../seams/index.ts";
import { conventions, decayed, shrinkage } from "../decay.ts";

export const weightDecay = defineRegularizer({
  id: "weightDecay",
  title: "Decoupled weight decay",
  summary:
    "Shrinks every weight by the same factor at each update, apart from the optimizer's step and of its scaling (AdamW, SGDW).",
  formula: String.raw`w \leftarrow w' - \eta \lambda w`,
  params: {
    lambda: live({
      symbol: String.raw`\lambda`,
      description: "Share of each weight, in units of the learning rate, that every update takes off.",
      min: 0,
      default: 0.01,
      off: 0,
      search: { from: 1e-4, to: 1, scale: "log" },
    }),
  },
  strength: "lambda",
  treats: ["large-gap"],
  needs: [],
  interactions: [
    "The optimizer AdamW decays weights by itself, and so does L2 in the convention decoupled: each of them at work adds up.",
    "It is multiplied by the learning rate: a schedule of that is a schedule of the decay too.",
    "Before batch or layer normalization it acts through the effective learning rate alone (van Laarhoven 2017).",
  ],
  takesParameters: true,
  references: [
    {
      authors: "Loshchilov and Hutter",
      year: 2019,
      title: "Decoupled Weight Decay Regularization",
      url: "https://arxiv.org/abs/1711.05101",
    },
  ],
  source: [],
  elsewhere: {
    keras: (lambda) => `keras.optimizers.AdamW(…, weight_decay=${lambda})`,
    pytorch: (lambda) => `torch.optim.AdamW(model.parameters(), …, weight_decay=${lambda})`,
    huggingFace: (lambda) => `TrainingArguments(…, weight_decay=${lambda})`,
    ultralytics: () => "model.train(…, weight_decay=0.001), from its 0.0005",
    fastai: (lambda) => `learn.fit_one_cycle(…, wd=${lambda})`,
  },
  conventions: { decoupled: conventions.decoupled },
  effect: ({ lambda }, scale) =>
    shrinkage({ lambda, convention: conventions.decoupled, under: "With any optimizer" }, scale),
  at: {
    update: (change, { lambda }, tools) => decayed(change, lambda, tools),
  },
});
