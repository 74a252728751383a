import { equal, floor, mul, type Tensor, where } from "../../graph/index.ts";
import { defineRegularizer, live, type Tools } from "../../seams/index.ts";
import { mixed, type Mix } from "../mixing.ts";

/** The mix of this step, and the number of the place where it happens: the same at all seams. */
function drawn(alpha: Tensor, rows: number, { common, sites, isRestricted }: Tools): Mix & { place: Tensor } {
  const { uniform, partners, beta } = common("mix");
  const places = sites.length + Number(!isRestricted);
  return {
    place: floor(mul(uniform([]), places)),
    partners: partners(rows),
    share: beta(rows, alpha),
  };
}

/** What passes a place: mixed if it is the one, else bit for bit the same. */
function passing(x: Tensor, alpha: Tensor, tools: Tools & { readonly number: number }): Tensor {
  const { place, partners, share } = drawn(alpha, x.shape[0] as number, tools);
  return mixed(x, { partners, share: where(equal(place, tools.number), share, 1) });
}

export const manifoldMixup = defineRegularizer({
  id: "manifoldMixup",
  title: "Manifold mixup",
  summary:
    "Replaces the inputs, or the hidden units of one layer that is drawn anew at every step, by weighted means with those of another example of the batch, and the targets alike.",
  formula: String.raw`\tilde{h} = \lambda h_i + (1 - \lambda) h_j, \quad \tilde{y} = \lambda y_i + (1 - \lambda) y_j, \quad \lambda \sim \mathrm{Beta}(\alpha, \alpha)`,
  params: {
    alpha: live({
      symbol: String.raw`\alpha`,
      description:
        "Shape of the distribution of shares, one for each pair: near 0 few examples are mixed, at 1 all shares are alike.",
      min: 0,
      max: 100,
      default: 1,
      off: 0,
      search: { from: 0.1, to: 8, scale: "log" },
    }),
  },
  strength: "alpha",
  treats: ["large-gap", "over-confidence"],
  needs: ["numericInputs"],
  interactions: [
    "Beside mixup examples are mixed twice, with partners of their own each time.",
    "Batch normalization after the place of a step sees mixed examples, and remembers them in its running statistics.",
  ],
  references: [
    {
      authors: "Verma et al.",
      year: 2019,
      title: "Manifold Mixup: Better Representations by Interpolating Hidden States",
      url: "https://arxiv.org/abs/1806.05236",
    },
  ],
  source: [],
  sites: "hidden",
  at: {
    input: (x, { alpha }, tools) => (tools.isRestricted ? x : passing(x, alpha, { ...tools, number: 0 })),
    layers: (h, { alpha }, tools) => {
      const among = tools.sites.findIndex(({ layer }) => layer === tools.site.layer);
      return passing(h, alpha, { ...tools, number: among + Number(!tools.isRestricted) });
    },
    targets: (y, { alpha }, tools) => mixed(y, drawn(alpha, y.shape[0] as number, tools)),
  },
});
