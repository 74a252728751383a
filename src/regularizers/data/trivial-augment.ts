import {
  abs,
  add,
  cast,
  clip,
  constant,
  cos,
  div,
  equal,
  exp,
  floor,
  greater,
  mean,
  mul,
  reshape,
  sin,
  sub,
  sum,
  type Tensor,
  warp,
  where,
} from "../../graph/index.ts";
import { defineRegularizer, fixed, live, type Tools } from "../../seams/index.ts";
import { drawWithin } from "../images.ts";

/** What an image may be changed by; the last needs red, green and blue. */
const operations = [
  "unchanged",
  "rotated",
  "shearedX",
  "shearedY",
  "translatedX",
  "translatedY",
  "brightened",
  "contrasted",
  "solarized",
  "posterized",
  "coloured",
] as const;
type Operation = (typeof operations)[number];

/** One operation for each image, and how strongly it acts. */
interface Draw {
  /** 1 for the images that one of some operations was drawn for, else 0, `[batch, 1, 1, 1]`. */
  readonly drawn: (...some: readonly Operation[]) => Tensor;
  /** Uniform from −strength to strength, `[batch, 1, 1, 1]`. */
  readonly magnitude: Tensor;
}

function drawFor(x: Tensor, strength: Tensor, { uniform }: Pick<Tools, "uniform">): Draw {
  const [batch = 1, channels = 1] = x.shape;
  const count = channels === 3 ? operations.length : operations.length - 1;
  const chosen = reshape(floor(mul(uniform([batch]), count)), [batch, 1, 1, 1]);
  return {
    drawn: (...some) =>
      some
        .map((operation) => cast(equal(chosen, operations.indexOf(operation)), "float32"))
        .reduce((a, b) => add(a, b)),
    magnitude: drawWithin(strength, x, { uniform, rank: 4 }),
  };
}

/** Images read at other places: turned by up to 135°, slanted by up to 0.99, moved by up to their own size. */
function moved(x: Tensor, { drawn, magnitude }: Draw): Tensor {
  const [batch = 1, , height = 1, width = 1] = x.shape;
  const share = (operation: Operation, largest: number): Tensor =>
    reshape(mul(mul(magnitude, largest), drawn(operation)), [batch, 1, 1]);
  const angle = share("rotated", (135 / 180) * Math.PI);
  const [cosine, sine] = [cos(angle), sin(angle)];
  const [acrossPerDown, downPerAcross] = [
    sub(share("shearedX", 0.99), sine),
    add(share("shearedY", 0.99), sine),
  ];
  const [right, below] = [share("translatedX", width), share("translatedY", height)];
  return warp(x, ({ across, down }) => ({
    across: sub(add(mul(across, cosine), mul(down, acrossPerDown)), right),
    down: sub(add(mul(down, cosine), mul(across, downPerAcross)), below),
  }));
}

/** How bright each pixel is, `[batch, 1, height, width]`: of red, green and blue as the eye weighs them. */
function grayOf(x: Tensor): Tensor {
  if (x.shape[1] !== 3) return mean(x, [1], true);
  return sum(mul(x, constant([0.299, 0.587, 0.114], [1, 3, 1, 1])), [1], true);
}

/** Images whose pixels move away from black, from their mean or from gray, or back to it, and stay between black and white. */
function toned(x: Tensor, { drawn, magnitude }: Draw, white: number): Tensor {
  const change = mul(magnitude, mul(drawn("brightened", "contrasted", "coloured"), 0.99));
  const gray = grayOf(x);
  const center = add(mul(mean(gray, [1, 2, 3], true), drawn("contrasted")), mul(gray, drawn("coloured")));
  const changed = sub(mul(x, add(change, 1)), mul(center, change));
  // What nothing is drawn for may lie beyond: normalized data has no black and white.
  return where(greater(abs(change), 0), clip(changed, constant(0), constant(white)), changed);
}

/** Images whose brightest pixels are inverted; no pixel is as bright as what the threshold of the others is. */
function solarized(x: Tensor, { drawn, magnitude }: Draw, white: number): Tensor {
  const reached = mul(abs(magnitude), drawn("solarized"));
  const threshold = where(greater(reached, 0), mul(sub(1, reached), white), 3e38);
  return where(greater(x, threshold), sub(white, x), x);
}

/** Images with fewer shades: of 8 bits for each pixel, 8 to 2 are kept. */
function posterized(x: Tensor, { drawn, magnitude }: Draw, white: number): Tensor {
  const lost = floor(add(mul(abs(magnitude), 6), 0.5));
  const shades = div(255 / white, exp(mul(lost, Math.LN2)));
  // Shades that are whole but for rounding stay what they are.
  const fewer = div(floor(add(mul(x, shades), 0.001)), shades);
  return where(greater(mul(lost, drawn("posterized")), 0), fewer, x);
}

export const trivialAugment = defineRegularizer({
  id: "trivialAugment",
  title: "TrivialAugment",
  summary:
    "Changes each image by one operation, drawn from a list along with how strongly it acts: rotation, shear, translation, brightness, contrast, colour, solarizing, posterizing or none.",
  formula: String.raw`x \leftarrow o_m(x), \quad o \sim U\{\text{identity}, \text{rotate}, \dots\}, \quad m \sim U(-s, s)`,
  params: {
    strength: live({
      symbol: "s",
      description:
        "Share of the widest ranges, which reach 135° of rotation, a slant of 0.99, a move by the image's own size, factors 1 ± 0.99, 2 bits, and all pixels but black ones inverted.",
      min: 0,
      max: 1,
      default: 1,
      off: 0,
      search: { from: 0.1, to: 1, scale: "linear" },
    }),
    white: fixed({
      description:
        "Number of a white pixel after scaling; black is 0. Brightness, contrast and colour stay between the two.",
      min: 0,
      aboveMin: true,
      default: 1,
    }),
  },
  strength: "strength",
  treats: ["large-gap", "late-rise"],
  needs: ["images"],
  interactions: [
    "It stands for a whole list of changes; as in its paper, flips, random crops and cutout go with it, and single changes of its list do not.",
  ],
  references: [
    {
      authors: "Müller and Hutter",
      year: 2021,
      title: "TrivialAugment: Tuning-free Yet State-of-the-Art Data Augmentation",
      url: "https://arxiv.org/abs/2103.10158",
    },
  ],
  source: [],
  elsewhere: {
    pytorch: () => "torchvision.transforms.v2.TrivialAugmentWide()",
  },
  at: {
    data: (x, { strength, white }, tools) => {
      const draw = drawFor(x, strength, tools);
      const isMoved = draw.drawn("rotated", "shearedX", "shearedY", "translatedX", "translatedY");
      const coloured = posterized(solarized(toned(x, draw, white), draw, white), draw, white);
      // Reading between pixels rounds, so that a strength of 0 leaves it out.
      return where(greater(mul(isMoved, strength), 0), moved(x, draw), coloured);
    },
  },
});
