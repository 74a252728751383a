import { batchNorm as layer } from "../../layers/index.ts";
import { defineRegularizer } from "../../seams/index.ts";
import { normalizedSums } from "../normalizing.ts";

export const batchNorm = defineRegularizer({
  id: "batchNorm",
  title: "Batch normalization",
  summary:
    "Brings the weighted sums of each unit or channel to mean 0 and variance 1 over the batch before their activation, and by running statistics in evaluation, with a trainable gain and offset; a bias before it stays and has no effect.",
  formula: String.raw`\gamma \, \frac{z - \mu_B}{\sqrt{\sigma_B^2 + \epsilon}} + \beta, \quad \mu \leftarrow (1 - m) \, \mu + m \, \mu_B, \quad \sigma^2 \leftarrow (1 - m) \, \sigma^2 + m \, \sigma_B^2 \, \tfrac{n_B}{n_B - 1}`,
  params: layer.params,
  strength: "momentum",
  treats: ["underfitting", "diverged", "large-gap"],
  needs: ["weightedSums"],
  interactions: [
    "Behind weights it takes their scale away: L2 and weight decay on them act through the effective learning rate alone (van Laarhoven 2017).",
    "Dropout before it shifts the variance between training and evaluation (Li et al. 2019).",
    "Its statistics are noise of the batch, which regularizes; beside strong dropout or augmentation that is often too much.",
  ],
  sites: "sums",
  keeps: "standardized",
  references: [
    {
      authors: "Ioffe and Szegedy",
      year: 2015,
      title: "Batch Normalization: Accelerating Deep Network Training by Reducing Internal Covariate Shift",
      url: "https://arxiv.org/abs/1502.03167",
    },
  ],
  source: ["002 §1.2.6"],
  elsewhere: {
    keras: () => "keras.layers.BatchNormalization()",
    pytorch: () => "torch.nn.BatchNorm2d(…)",
  },
  at: {
    layers: (sums, settings, tools) => normalizedSums(layer, settings, sums, { ...tools, isTraining: true }),
  },
  evaluation: {
    layers: (sums, settings, tools) => normalizedSums(layer, settings, sums, { ...tools, isTraining: false }),
  },
});
