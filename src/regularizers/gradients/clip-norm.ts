import { mul } from "../../graph/index.ts";
import { defineRegularizer, live } from "../../seams/index.ts";
import { factorWithin, normOf, shareBeyond } from "../clipping.ts";

export const clipNorm = defineRegularizer({
  id: "clipNorm",
  title: "Gradient clipping by norm",
  summary:
    "Scales all gradients down together, keeping their direction, whenever their common norm exceeds a limit.",
  formula: String.raw`g \leftarrow g \min(1, c / \|g\|)`,
  params: {
    norm: live({
      symbol: "c",
      description: "Largest norm of the gradients of all parameters together.",
      min: 0,
      aboveMin: true,
      default: 1,
      search: { from: 0.1, to: 10, scale: "log" },
    }),
  },
  strength: "norm",
  treats: ["diverged"],
  needs: [],
  interactions: [
    "It clips the gradient of the whole objective: what strong penalties pull takes room from the loss.",
    "Adaptive optimizers divide a step by the running size of the gradient already, so that with them only sudden spikes matter.",
    "Where most updates are clipped it is a smaller learning rate by another name: lower that instead.",
  ],
  references: [
    {
      authors: "Pascanu, Mikolov and Bengio",
      year: 2013,
      title: "On the difficulty of training recurrent neural networks",
      url: "https://proceedings.mlr.press/v28/pascanu13.html",
    },
  ],
  source: ["002 §1.4.12"],
  elsewhere: {
    keras: (norm) => `keras.optimizers.Adam(…, global_clipnorm=${norm})`,
    pytorch: (norm) => `torch.nn.utils.clip_grad_norm_(model.parameters(), ${norm})`,
    lightning: (norm) => `Trainer(gradient_clip_val=${norm})`,
    huggingFace: (norm) => `TrainingArguments(…, max_grad_norm=${norm})`,
  },
  at: {
    gradients: (gradients, { norm }, { report }) => {
      const size = normOf(gradients);
      report("clipped", shareBeyond([{ size, limit: norm }]));
      const factor = factorWithin(size, norm);
      return gradients.map((g) => mul(g, factor));
    },
  },
});
