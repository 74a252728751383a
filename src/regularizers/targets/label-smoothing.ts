import { add, div, mul, sub } from "../../graph/index.ts";
import { defineRegularizer, live } from "../../seams/index.ts";

export const labelSmoothing = defineRegularizer({
  id: "labelSmoothing",
  title: "Label smoothing",
  summary:
    "Moves a share of each target from its class to all classes alike, so that no output has to go to infinity.",
  formula: String.raw`y_k \leftarrow (1 - \epsilon) y_k + \epsilon / K`,
  params: {
    epsilon: live({
      symbol: String.raw`\epsilon`,
      description: "Share of each target that is spread evenly over all classes.",
      min: 0,
      max: 1,
      default: 0.1,
      off: 0,
      search: { from: 0.01, to: 0.3, scale: "log" },
    }),
  },
  strength: "epsilon",
  treats: ["over-confidence", "late-rise"],
  needs: ["classification"],
  interactions: [
    "Mixup and CutMix soften targets too: with several of them probabilities come out too low, so weaken one.",
    "Focal loss and the confidence penalty hold confidence back as well: one of them is enough.",
    "A network trained with it teaches worse in distillation (Müller et al. 2019).",
  ],
  references: [
    {
      authors: "Szegedy et al.",
      year: 2016,
      title: "Rethinking the Inception Architecture for Computer Vision",
      url: "https://arxiv.org/abs/1512.00567",
    },
    {
      authors: "Müller, Kornblith and Hinton",
      year: 2019,
      title: "When Does Label Smoothing Help?",
      url: "https://arxiv.org/abs/1906.02629",
    },
  ],
  source: ["002 §1.5.13"],
  elsewhere: {
    keras: (epsilon) => `keras.losses.CategoricalCrossentropy(label_smoothing=${epsilon})`,
    pytorch: (epsilon) => `torch.nn.CrossEntropyLoss(label_smoothing=${epsilon})`,
    huggingFace: (epsilon) => `TrainingArguments(…, label_smoothing_factor=${epsilon})`,
    fastai: (epsilon) => `Learner(…, loss_func=LabelSmoothingCrossEntropyFlat(eps=${epsilon}))`,
  },
  at: {
    targets: (targets, { epsilon }, { classes }) => add(mul(targets, sub(1, epsilon)), div(epsilon, classes)),
  },
});
