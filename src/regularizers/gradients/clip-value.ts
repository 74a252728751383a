import { add, constant, div, sizeOf } from "../../graph/index.ts";
import { defineRegularizer, live } from "../../seams/index.ts";
import { limitedTo } from "../clipping.ts";

export const clipValue = defineRegularizer({
  id: "clipValue",
  title: "Gradient clipping by value",
  summary: "Limits every number of every gradient to an interval around 0, which may turn their direction.",
  formula: String.raw`g_i \leftarrow \max(-c, \min(g_i, c))`,
  params: {
    value: live({
      symbol: "c",
      description: "Largest absolute value of any number of a gradient.",
      min: 0,
      aboveMin: true,
      default: 0.5,
      search: { from: 0.001, to: 10, scale: "log" },
    }),
  },
  strength: "value",
  treats: ["diverged"],
  needs: [],
  interactions: [
    "It bends the direction of the gradient, which clipping by norm keeps.",
    "Adaptive optimizers divide a step by the running size of the gradient already, so that with them only sudden spikes matter.",
  ],
  references: [
    {
      authors: "Graves",
      year: 2013,
      title: "Generating Sequences With Recurrent Neural Networks",
      url: "https://arxiv.org/abs/1308.0850",
    },
  ],
  source: ["002 §1.4.12"],
  elsewhere: {
    keras: (value) => `keras.optimizers.Adam(…, clipvalue=${value})`,
    pytorch: (value) => `torch.nn.utils.clip_grad_value_(model.parameters(), ${value})`,
    lightning: (value) => `Trainer(gradient_clip_val=${value}, gradient_clip_algorithm="value")`,
  },
  at: {
    gradients: (gradients, { value }, { report }) => {
      const parts = gradients.map((g) => limitedTo(g, value));
      const all = gradients.reduce((total, { shape }) => total + sizeOf(shape), 0);
      const count = parts.map((part) => part.count).reduce((a, b) => add(a, b), constant(0));
      report("clipped", div(count, all));
      return parts.map((part) => part.limited);
    },
  },
});
