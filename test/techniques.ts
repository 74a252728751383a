// One technique alone at work in a small step, with values for every seam.
import { stepKey, stream } from "../src/base/index.ts";
import { add, constant, evaluate, type Feeds, input, matmul, sub, type Tensor } from "../src/graph/index.ts";
import { losses } from "../src/losses/index.ts";
import {
  type Active,
  foldSeams,
  type Holdings,
  type ModelParameter,
  type ModelPass,
  type Product,
  type Regularizer,
  type Site,
  type StepSeams,
} from "../src/seams/index.ts";
import { startingHoldings } from "./holdings.ts";

type Values = Readonly<Record<string, unknown>>;

/** The values of all parameters of a technique: those given, and defaults. */
export const settingsOf = ({ params }: Regularizer, given: Values = {}): Values =>
  Object.fromEntries(Object.entries(params).map(([name, { schema }]) => [name, schema.parse(given[name])]));

/** All combinations of the technique's words and flags, the other parameters at their defaults. */
export const variants = ({ params }: Regularizer): readonly Values[] =>
  Object.entries(params).reduce<readonly Values[]>(
    (combinations, [name, { kind, choices }]) => {
      const values = kind === "choice" ? choices : kind === "flag" ? [false, true] : undefined;
      return values
        ? combinations.flatMap((settings) => values.map((value) => ({ ...settings, [name]: value })))
        : combinations;
    },
    [{}],
  );

export interface Trial {
  readonly given?: Values;
  readonly step?: number;
  readonly seed?: number;
  readonly layers?: readonly string[];
  /** Whether running values are as many steps at the same weights leave them. */
  readonly isSettled?: boolean;
}

/** A technique as a run would have it. */
export function activeOf(regularizer: Regularizer, { given, layers }: Trial = {}): Active {
  const settings = settingsOf(regularizer, given);
  const live = Object.entries(regularizer.params).filter(([, { kind }]) => kind === "live");
  return {
    key: regularizer.id,
    regularizer,
    settings: settings as Active["settings"],
    strengths: Object.fromEntries(live.map(([name]) => [name, constant(settings[name] as number)])),
    layers,
  };
}

const known = (): Record<string, Tensor> =>
  Object.fromEntries([example.weight, example.bias].map(({ name, value }) => [name, value]));

/** What techniques keep for the example's weight after many steps that leave it as it is. */
function settled(techniques: readonly Active[], trial: Trial): Record<string, Tensor> {
  const steps = 200;
  return Array.from({ length: steps }).reduce<Record<string, Tensor>>((before) => {
    const kept: Record<string, Tensor> = {};
    const holdings = startingHoldings(before, (name, after) => {
      kept[name] = constant(Float64Array.from(valuesOf(after)), after.shape);
    });
    seamsAt(techniques, trial, holdings).weights(example.weight);
    return { ...before, ...kept };
  }, known());
}

/** The seams of one step. */
export const seamsOf = (techniques: readonly Active[], trial: Trial = {}): StepSeams =>
  seamsAt(techniques, trial, startingHoldings(trial.isSettled ? settled(techniques, trial) : known()));

const seamsAt = (
  techniques: readonly Active[],
  { step = 3, seed = 5 }: Trial,
  holdings: Holdings,
): StepSeams =>
  foldSeams(techniques, {
    key: (name) => constant(stepKey(seed, name, step), [], "int32"),
    trainingRows: constant(50),
    learningRate: constant(0.1),
    step: constant(step),
    stepsPerEpoch: 10,
    epochs: 4,
    classes: 3,
    sites: siteKinds.map((kind) => ({ ...example.site, kind })),
    holdings,
  });

/** The seams of a step with one technique. */
export const stepWith = (regularizer: Regularizer, trial: Trial = {}): StepSeams =>
  seamsOf([activeOf(regularizer, trial)], trial);

const numbers = (name: string, count: number): number[] => {
  const draw = stream(7, name);
  return Array.from({ length: count }, () => draw.normal());
};

const parameter = (name: string, role: ModelParameter["role"], value: Tensor): ModelParameter => ({
  name: `dense1.${name}`,
  layer: "dense1",
  role,
  isFactor: role === "weight",
  // A step on one example: a weight of its own has as many numbers.
  ...(role === "weight" && { examples: 1 }),
  value,
});

const inputs = input("inputs", [6, 4]);
const images = input("images", [6, 1, 3, 4]);
const targets = input("targets", [6, 3]);
const hidden = input("hidden", [6, 4]);
const after = input("after", [4, 3]);
const slope = input("slope", [4, 3]);

/** One value for each seam, as inputs of a graph. */
export const example = {
  inputs,
  targets,
  hidden,
  after,
  slope,
  weight: parameter("weight", "weight", input("weight", [4, 3])),
  bias: parameter("bias", "bias", input("bias", [3])),
  site: { layer: "dense1", kind: "hidden", depth: 1, channelAxis: 1 },
} as const;

export const feeds: Feeds = {
  inputs: numbers("inputs", 24),
  images: numbers("images", 72),
  hidden: numbers("hidden", 24),
  weight: numbers("weight", 12),
  bias: numbers("bias", 3),
  after: numbers("after", 12),
  slope: numbers("slope", 12),
  // One example of each class, one split evenly, two mixed.
  targets: [1, 0, 0, 0, 1, 0, 0, 0, 1, 1 / 3, 1 / 3, 1 / 3, 0.5, 0.5, 0, 0.2, 0.3, 0.5],
};

const siteKinds = ["product", "sums", "hidden", "branch"] as const satisfies readonly Site["kind"][];

/** The example's site, of the kind that a technique acts at. */
export const siteFor = ({ sites = "hidden" }: Regularizer): Site => ({ ...example.site, kind: sites });

/** What a technique may ask about sums: at a site `product`, what is multiplied there. */
export const productFor = (
  technique: Regularizer,
  [x, weight]: readonly [Tensor, Tensor] = [inputs, example.weight.value],
): Product | undefined =>
  siteFor(technique).kind === "product"
    ? { input: x, weight: { ...example.weight, value: weight }, of: matmul }
    : undefined;

/** Whether a technique acts on images alone. */
const isForImages = (technique?: Regularizer): boolean => technique?.needs.includes("images") ?? false;

/** A pass of some inputs through the example's weight as the only layer. */
function passOf(x: Tensor): ModelPass {
  const { perExample, predict, terms } = losses.crossEntropy;
  const outputs = matmul(x, example.weight.value);
  return {
    inputs: x,
    outputs,
    predictions: predict(outputs),
    targets,
    losses: perExample(outputs, targets, {}),
    terms: terms?.(outputs, targets, {}),
    activations: siteKinds.map((kind) => ({ site: { ...example.site, kind }, value: hidden })),
    lossesFor: (others) => perExample(outputs, others, {}),
    at: passOf,
  };
}

/** Gradients where the example's weight has other values, of a loss that is as steep as `slope` at its value. */
export const gradientsAt = (values: readonly Tensor[]): readonly Tensor[] =>
  values.map((value) => add(slope, sub(value, example.weight.value)));

/** The example's inputs, of a form that a technique acts on. */
export const inputsFor = (technique?: Regularizer): Tensor => (isForImages(technique) ? images : inputs);

/** What each seam of a step makes of the example, in the forms that a technique acts on: the value before, and after. */
export function outcomes(
  seams: StepSeams,
  technique?: Regularizer,
): Readonly<Record<string, readonly [before: Tensor, after: Tensor]>> {
  const site = technique ? siteFor(technique) : example.site;
  const product = technique && productFor(technique);
  const atSite = product ? product.of(product.input, product.weight.value) : hidden;
  const forms = { ...(!isForImages(technique) && { table: inputs }), ...(technique && { images }) };
  const ofInputs = Object.entries(forms).map(([form, x]) => {
    const batch = seams.batch({ inputs: x, targets });
    return {
      [`data ${form}`]: [x, seams.data(x)],
      [`batch ${form}`]: [x, batch.inputs],
      [`batch targets ${form}`]: [targets, batch.targets],
      [`input ${form}`]: [x, seams.input(x)],
    } as const;
  });
  return {
    ...Object.assign({}, ...ofInputs),
    layers: [atSite, seams.layers(atSite, site, product)],
    weights: [example.weight.value, seams.weights(example.weight)],
    targets: [targets, seams.targets(targets)],
    losses: [passOf(inputs).losses, seams.losses(passOf(inputs))],
    loss: [constant(0), seams.penalty([example.weight, example.bias])],
    gradients: [slope, seams.gradients([slope], [example.weight], gradientsAt)[0] ?? slope],
    update: [after, seams.update(example.weight, after)],
  };
}

export const valuesOf = (t: Tensor): number[] => Array.from(evaluate([t], feeds)[0] ?? []);
