import { bug, UserError } from "../base/index.ts";
import type { Inputs } from "../data/index.ts";
import { cast, greater, input, type Shape, type Tensor } from "../graph/index.ts";
import { type Layer, layers, type LayerTools, zeros } from "../layers/index.ts";
import { type Entry, modelLayers, type Recipe } from "../recipe/index.ts";
import {
  type Holdings,
  type LayerEntry,
  type ParameterSpec,
  type Place,
  type Product,
  type RunningSpec,
  type Settings,
  type Site,
} from "../seams/index.ts";
import type { Technique } from "./techniques.ts";

interface NamedLayer {
  readonly name: string;
  readonly layer: Layer;
  readonly settings: Settings;
  readonly isOutput: boolean;
}

/** A layer as it was built. */
export interface BuiltLayer {
  readonly name: string;
  readonly kind: string;
  /** The shape of its output for one example. */
  readonly output: Shape;
}

/** A model without weights: its layers in order and what they ask for. */
export interface Model {
  readonly layers: readonly NamedLayer[];
  /** The shape of one example. */
  readonly inputShape: Shape;
  /** Where examples are token numbers, how many different ones there are. */
  readonly vocabulary: number | undefined;
  /** How many numbers it gives for an example. */
  readonly outputs: number;
  readonly parameters: readonly ParameterSpec[];
  readonly running: readonly RunningSpec[];
  /** Where the seam `layers` acts, in the order of the model. */
  readonly sites: readonly Site[];
  /** Every layer, those inside of others before them. */
  readonly built: readonly BuiltLayer[];
}

/** A product with the name of its weight in the model. */
export type NamedProduct = Omit<Product, "weight"> & { readonly weight: string };

/** How one forward pass gets its parameters and treats its hidden activations. */
export interface Pass extends Pick<LayerTools, "isTraining" | "present">, Holdings {
  /** @param product at a site `product`: what is multiplied there, `weight` the name of a parameter. */
  site(hidden: Tensor, place: Place, product?: NamedProduct): Tensor;
  /** Hears of every layer once it is built. */
  built?(layer: BuiltLayer): void;
}

/** A pass in evaluation mode: running values stand still, and no technique acts unless `site` says so. */
export const evaluationPass = (values: Holdings & Partial<Pick<Pass, "site">>): Pass => ({
  site: (hidden) => hidden,
  ...values,
  isTraining: false,
  present: undefined,
});

/** A pass under way, with what its layers may ask about the model's input. */
type Way = Pass & Pick<LayerTools, "tokens">;

/** How many channels the hidden values of a layer have, and where they lie. */
function channelsOf({ shape }: Tensor, { tokens }: Way): Pick<Place, "channelAxis" | "channels"> {
  const axis = tokens && shape.length === 3 ? 2 : 1;
  return { channels: shape[axis] as number, ...(shape.length > 2 && { channelAxis: axis }) };
}

const toolsFor = ({ name, isOutput }: NamedLayer, pass: Way): LayerTools => ({
  name,
  tokens: pass.tokens,
  isTraining: pass.isTraining,
  present: pass.present,
  parameter: (own, spec) => pass.parameter({ ...spec, name: `${name}.${own}`, layer: name }),
  running: (own, { shape, initial, after }) =>
    pass.running({ name: `${name}.${own}`, layer: name, shape, initial }, after),
  product: (sums, { weight, ...product }) =>
    pass.site(
      sums,
      { layer: name, kind: "product", ...channelsOf(sums, pass) },
      { ...product, weight: `${name}.${weight}` },
    ),
  site: (hidden, kind) =>
    isOutput ? hidden : pass.site(hidden, { layer: name, kind, ...channelsOf(hidden, pass) }),
  nested: (x, entries) => through(named(entries, `${name}.`), x, pass),
});

/** @throws UserError for a layer of numbers on tokens, or the other way round. */
function checkInput({ name, layer }: NamedLayer, x: Tensor): void {
  const found = x.dataType === "int32" ? "tokens" : "numbers";
  const { takes = "numbers" } = layer;
  if (found === takes) return;
  throw new UserError({
    where: `The layer ${name}`,
    got: `${found === "tokens" ? "token numbers" : "numbers"} of shape [${x.shape.slice(1).join(", ")}]`,
    expected: takes === "tokens" ? "token numbers, as texts give them" : "numbers",
    hint:
      takes === "tokens"
        ? "It is for texts: choose another model, or leave the layer out"
        : "Put an embedding before it, or choose a model for texts",
  });
}

const through = (list: readonly NamedLayer[], x: Tensor, pass: Way): Tensor =>
  list.reduce((hidden, each) => {
    checkInput(each, hidden);
    const y = each.layer.build(hidden, each.settings, toolsFor(each, pass));
    pass.built?.({ name: each.name, kind: each.layer.id, output: y.shape.slice(1) });
    return y;
  }, x);

/** The model's outputs `[batch, outputs]` (logits, or numbers) for examples `[batch, ...]`. */
export function forward(model: Pick<Model, "layers" | "vocabulary">, x: Tensor, pass: Pass): Tensor {
  const { vocabulary } = model;
  const tokens = vocabulary === undefined ? undefined : { vocabulary, mask: cast(greater(x, 0), "float32") };
  return through(model.layers, x, { ...pass, tokens });
}

/** The type of a model's input. */
export const inputTypeOf = ({ vocabulary }: Pick<Model, "vocabulary">): "int32" | "float32" =>
  vocabulary === undefined ? "float32" : "int32";

/** The settings of a layer, with its defaults where the entry is silent. */
const layerSettings = (layer: Layer, entry: LayerEntry): Settings =>
  Object.fromEntries(
    Object.entries(layer.params).map(([name, { schema }]) => [name, schema.parse(entry[name])]),
  );

/** Layers by name: the kind and a number among those of its kind. */
function named(entries: readonly LayerEntry[], prefix = ""): NamedLayer[] {
  const counts = new Map<string, number>();
  return entries.map((entry) => {
    const { use } = entry;
    const number = (counts.get(use) ?? 0) + 1;
    counts.set(use, number);
    const layer = layers[use as keyof typeof layers] as unknown as Layer;
    return {
      name: `${prefix}${use}${number}`,
      layer,
      settings: layerSettings(layer, entry),
      isOutput: false,
    };
  });
}

/** Places in the order of the model, with how far through it each lies. */
const inOrder = (places: readonly Place[]): Site[] =>
  places.map((place, i) => {
    const alike = (list: readonly Place[]): number => list.filter(({ kind }) => kind === place.kind).length;
    return { ...place, depth: alike(places.slice(0, i + 1)) / alike(places) };
  });

/** The site at a place. */
export const siteAt = ({ sites }: Pick<Model, "sites">, { layer, kind }: Place): Site =>
  sites.find((site) => site.layer === layer && site.kind === kind) ?? bug(`${layer} has no site ${kind}`);

/** What the layers ask for, found by building them once on an example-shaped input. */
function inspected(
  model: Pick<Model, "layers" | "inputShape" | "vocabulary">,
): Pick<Model, "parameters" | "running" | "sites" | "built"> {
  const parameters: ParameterSpec[] = [];
  const running: RunningSpec[] = [];
  const places: Place[] = [];
  const built: BuiltLayer[] = [];
  const factors = new Set<string>();
  const values = evaluationPass({
    parameter: (spec) => {
      parameters.push(spec);
      return input(spec.name, spec.shape);
    },
    running: (spec) => {
      running.push(spec);
      return input(spec.name, spec.shape);
    },
  });
  forward(model, input("example", [1, ...model.inputShape], inputTypeOf(model)), {
    ...values,
    site: (hidden, place, product) => {
      places.push(place);
      if (product) factors.add(product.weight);
      return hidden;
    },
    built: (layer) => built.push(layer),
  });
  return {
    parameters: parameters.map((spec) => (factors.has(spec.name) ? { ...spec, isFactor: true } : spec)),
    running,
    sites: inOrder(places),
    built,
  };
}

/**
 * The model of a recipe for examples of a form, with a linear output layer for the task at its end.
 * @throws UserError when the layers do not fit the examples or each other.
 */
export function describeModel(recipe: Recipe, inputs: Inputs, outputs: number): Model {
  const { initializer, zeroOutput } = recipe.model as { initializer?: unknown; zeroOutput?: boolean };
  const output: Entry = {
    use: "dense",
    units: outputs,
    activation: "linear",
    ...(initializer ? { initializer } : {}),
  };
  const last = named([output]).map((layer) => ({ ...layer, name: "output", isOutput: true }));
  const list = [...named(modelLayers(recipe.model)), ...last];
  const vocabulary = inputs.kind === "tokens" ? inputs.vocabulary.length : undefined;
  const model = { layers: list, inputShape: inputs.shape, vocabulary, outputs };
  const found = inspected(model);
  return { ...model, ...found, ...(zeroOutput && { parameters: found.parameters.map(fromZero) }) };
}

/** The weights of the output layer start at 0. */
const fromZero = (spec: ParameterSpec): ParameterSpec =>
  spec.layer === "output" && spec.role === "weight" ? { ...spec, initializer: zeros } : spec;

/** Layers and those that they stand inside of: `residual1.conv2` belongs to `residual1` too. */
const withOwners = (names: readonly string[]): string[] => [
  ...new Set(names.flatMap((name) => name.split(".").map((_, i, parts) => parts.slice(0, i + 1).join(".")))),
];

const siteWords: Readonly<Record<Site["kind"], string>> = {
  product: "dense and convolutional layers",
  sums: "dense and convolutional layers with an activation",
  hidden: "hidden layers",
  branch: "residual blocks",
};

/**
 * Checks that a technique can act on the layers it is restricted to: on those with sites where it acts on activations.
 * @throws UserError for the first other name.
 */
export function checkLayers(model: Model, { regularizer, layers: wanted }: Technique, where: string): void {
  // A penalty beside products is on the weights that they have.
  const onInputs = "layers" in regularizer.at ? ["input", "targets"] : [];
  const beside = [
    "layers",
    "losses",
    ...onInputs,
    ...(regularizer.sites === "product" ? ["loss", "update"] : []),
  ];
  const onSites = Object.keys(regularizer.at).every((seam) => beside.includes(seam));
  const { sites: kind = "hidden" } = regularizer;
  const layersThere = onSites ? model.sites.filter((site) => site.kind === kind) : model.parameters;
  const parameters = regularizer.takesParameters ? model.parameters.map(({ name }) => name) : [];
  const names = [...withOwners(layersThere.map(({ layer }) => layer)), ...parameters];
  const missing = wanted?.find((name) => !names.includes(name));
  if (missing !== undefined)
    throw new UserError({
      where,
      got: `"${missing}"`,
      expected: `names of ${onSites ? siteWords[kind] : "layers"}${parameters.length > 0 ? ", or of parameters," : ""} of this model: ${names.join(", ")}`,
    });
}
