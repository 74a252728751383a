import { divisorsOf, UserError } from "../../base/index.ts";
import { groupNorm as layer } from "../../layers/index.ts";
import { count, defineRegularizer, type Site } from "../../seams/index.ts";
import { normalizedSums } from "../normalizing.ts";

/** @throws UserError where the groups do not divide the channels of all layers. */
function checkGroups(groups: number, sites: readonly Site[]): void {
  const unfit = sites.find(({ channels = groups }) => channels % groups !== 0);
  if (!unfit) return;
  const all = sites.flatMap(({ channels }) => channels ?? []);
  const common = divisorsOf(Math.min(...all)).filter((divisor) =>
    all.every((channels) => channels % divisor === 0),
  );
  throw new UserError({
    where: "groupNorm",
    got: `${groups} groups for ${unfit.layer} with ${unfit.channels} channels`,
    expected: `a number that divides the channels of every layer it acts on: ${common.join(", ")}`,
    hint: "Layers that have more in common can be chosen, each with a number of its own: groupNorm@LAYER=NUMBER",
  });
}

export const groupNorm = defineRegularizer({
  id: "groupNorm",
  title: "Group normalization",
  summary:
    "Brings groups of the weighted sums of each layer to mean 0 and variance 1 before their activation, every example by itself, in training and evaluation alike, with a trainable gain and offset.",
  formula: String.raw`\gamma \odot \frac{z - \mu_g}{\sqrt{\sigma_g^2 + \epsilon}} + \beta, \quad \mu_g, \sigma_g^2 \;\text{over each of}\; G \;\text{groups of channels of an example}`,
  params: {
    ...layer.params,
    groups: count({
      symbol: "G",
      description:
        "Number of groups that the channels, or the units, of every layer fall into; it has to divide their number.",
      min: 1,
      // The widths of most models are even, and few of them have a larger divisor in common.
      default: 2,
    }),
  },
  strength: "groups",
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
      authors: "Wu and He",
      year: 2018,
      title: "Group Normalization",
      url: "https://arxiv.org/abs/1803.08494",
    },
  ],
  source: ["002 §1.2.7"],
  elsewhere: {
    keras: () => "keras.layers.GroupNormalization()",
    pytorch: () => "torch.nn.GroupNorm(…)",
  },
  at: {
    layers: (sums, settings, tools) => {
      checkGroups(settings.groups, tools.sites);
      return normalizedSums(layer, settings, sums, { ...tools, isTraining: true });
    },
  },
  evaluation: {
    layers: (sums, settings, tools) => normalizedSums(layer, settings, sums, { ...tools, isTraining: false }),
  },
});
