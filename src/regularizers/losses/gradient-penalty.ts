import { add, div, mul, sqrt, square, sum, type Tensor } from "../../graph/index.ts";
import { choice, defineRegularizer, live, type ForwardPass, type Tools } from "../../seams/index.ts";
import { slopesBy } from "../inputs.ts";

const squares = (t: Tensor): Tensor =>
  sum(
    square(t),
    t.shape.slice(1).map((_, axis) => axis + 1),
  );

/** ‖∂(vᵀz)/∂x‖² times the number of outputs, with v of length 1 in a direction drawn for each example: its mean is ‖∂z/∂x‖². */
function jacobianSquares({ inputs, outputs }: ForwardPass, tools: Tools): Tensor {
  const drawn = tools.normal(outputs.shape);
  const direction = div(drawn, sqrt(sum(square(drawn), [1], true)));
  const slopes = slopesBy(inputs, sum(mul(outputs, direction), [1]), tools);
  return mul(squares(slopes), outputs.shape[1] as number);
}

export const gradientPenalty = defineRegularizer({
  id: "gradientPenalty",
  title: "Gradient penalty (double backpropagation)",
  summary:
    "Adds the squared norm of its gradient by the input to the loss of each example, so that small changes of an input change little.",
  formula: String.raw`\ell + \lambda \|\partial \ell / \partial x\|^2 \quad \text{or} \quad \ell + \lambda \|\partial z / \partial x\|_F^2`,
  params: {
    lambda: live({
      symbol: String.raw`\lambda`,
      description: "Strength of the penalty, for inputs as they enter the model.",
      min: 0,
      default: 0.1,
      off: 0,
      search: { from: 0.001, to: 10, scale: "log" },
    }),
    of: choice(["loss", "outputs"], {
      description:
        "What the gradients are of: loss, or outputs (their Jacobian, seen along one direction that is drawn for each example).",
      default: "loss",
    }),
  },
  strength: "lambda",
  treats: ["large-gap", "over-confidence"],
  needs: ["numericInputs"],
  interactions: [
    "Of the loss it fades as examples are learned, since their losses are flat then; of the outputs it does not.",
    "Batch normalization ties the examples of a batch together: a gradient then is that of the losses of all of them.",
  ],
  references: [
    {
      authors: "Drucker and Le Cun",
      year: 1992,
      title: "Improving Generalization Performance Using Double Backpropagation",
      url: "https://doi.org/10.1109/72.165600",
    },
    {
      authors: "Hoffman, Roberts and Yaida",
      year: 2019,
      title: "Robust Learning with Jacobian Regularization",
      url: "https://arxiv.org/abs/1908.02729",
    },
  ],
  source: [],
  at: {
    losses: (losses, { lambda, of }, { pass, ...tools }) => {
      const size =
        of === "loss" ? squares(slopesBy(pass.inputs, losses, tools)) : jacobianSquares(pass, tools);
      return add(losses, mul(lambda, size));
    },
  },
});
