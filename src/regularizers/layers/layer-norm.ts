import { layerNorm as layer } from "../../layers/index.ts";
import { defineRegularizer } from "../../seams/index.ts";
import { normalizedSums } from "../normalizing.ts";

export const layerNorm = defineRegularizer({
  id: "layerNorm",
  title: "Layer normalization",
  summary:
    "Brings the weighted sums of each layer to mean 0 and variance 1 before their activation, every example by itself, in training and evaluation alike, with a trainable gain and offset.",
  formula: String.raw`\gamma \odot \frac{z - \mu}{\sqrt{\sigma^2 + \epsilon}} + \beta, \quad \mu, \sigma^2 \;\text{over the units of an example}`,
  params: layer.params,
  strength: "epsilon",
  treats: ["underfitting", "diverged"],
  needs: ["weightedSums"],
  interactions: [
    "Behind weights it takes their scale away: L2 and weight decay on them act through the effective learning rate alone.",
    "It lacks the noise of batch statistics: in place of batch normalization another technique may have to be stronger.",
  ],
  sites: "sums",
  keeps: "standardized",
  references: [
    {
      authors: "Ba, Kiros and Hinton",
      year: 2016,
      title: "Layer Normalization",
      url: "https://arxiv.org/abs/1607.06450",
    },
  ],
  source: ["002 §1.2.7"],
  elsewhere: {
    keras: () => "keras.layers.LayerNormalization()",
    pytorch: () => "torch.nn.LayerNorm(…)",
  },
  at: {
    layers: (sums, settings, tools) => normalizedSums(layer, settings, sums, { ...tools, isTraining: true }),
  },
  evaluation: {
    layers: (sums, settings, tools) => normalizedSums(layer, settings, sums, { ...tools, isTraining: false }),
  },
});
