import { add } from "../graph/index.ts";
import { choice, flag, layerList } from "../seams/index.ts";
import { activationParameter } from "./activations.ts";
import { defineLayer } from "./define.ts";
import { hiddenUnits } from "./hidden.ts";
import { misfit } from "./misfit.ts";
import { shortcutBeside } from "./shortcut.ts";

export const residual = defineLayer({
  id: "residual",
  title: "Residual block",
  summary: "Adds what a branch of layers makes of its input to the input itself, or to a projection of it.",
  params: {
    layers: layerList({ description: "The layers of the branch.", default: [] }),
    shortcut: choice(["auto", "identity", "projection"], {
      description:
        "What the branch is added to: the input, or a linear map of its channels (a convolution of kernel 1 for images); auto projects where the shapes differ.",
      default: "auto",
    }),
    normalized: flag({
      description: "Whether a batch normalization follows the projection.",
      default: false,
    }),
    activation: activationParameter("Function applied to the sum; linear for none."),
  },
  build: (x, { layers, activation, ...settings }, tools) => {
    if (layers.length === 0)
      throw misfit(tools, {
        got: "no layers in its branch",
        expected: "at least one in layers",
      });
    const branch = tools.site(tools.nested(x, layers), "branch");
    return hiddenUnits(add(shortcutBeside(branch, x, settings, tools), branch), activation, tools);
  },
});
