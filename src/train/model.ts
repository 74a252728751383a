import { UserError } from "../base/index.ts";
import { input, type Shape, type Tensor } from "../graph/index.ts";
import { type Initializer, type Layer, layers } from "../layers/index.ts";
import { type Entry, modelLayers, type Recipe } from "../recipe/index.ts";
import type { ModelParameter, Settings, Site } from "../seams/index.ts";
import type { Technique } from "./techniques.ts";

/** A parameter before it has a value. */
export interface ParameterSpec extends Omit<ModelParameter, "value"> {
  readonly shape: Shape;
  readonly initializer: Initializer;
}

interface NamedLayer {
  readonly name: string;
  readonly layer: Layer;
  readonly settings: Settings;
  readonly isOutput: boolean;
}

/** A model without weights: its layers in order and what they will ask for. */
export interface Model {
  readonly layers: readonly NamedLayer[];
  /** The shape of one example. */
  readonly inputShape: Shape;
  /** How many numbers it gives for an example. */
  readonly outputs: number;
  readonly parameters: readonly ParameterSpec[];
}

/** How one forward pass gets its parameters and treats its hidden activations. */
export interface Pass {
  parameter(spec: ParameterSpec): Tensor;
  site(hidden: Tensor, site: Site): Tensor;
}

/** The model's outputs `[batch, outputs]` (logits, or numbers) for examples `[batch, ...]`. */
export function forward(model: Pick<Model, "layers">, x: Tensor, pass: Pass): Tensor {
  return model.layers.reduce((hidden, { name, layer, settings, isOutput }) => {
    const tools = {
      parameter: (own: string, spec: Omit<ParameterSpec, "name" | "layer">) =>
        pass.parameter({ ...spec, name: `${name}.${own}`, layer: name }),
      site: (h: Tensor, kind: Site["kind"]) => (isOutput ? h : pass.site(h, { layer: name, kind })),
    };
    return layer.build(hidden, settings, tools);
  }, x);
}

/** The settings of a layer, with its defaults where the entry is silent. */
const layerSettings = (layer: Layer, entry: Entry): Settings =>
  Object.fromEntries(
    Object.entries(layer.params).map(([name, { schema }]) => [name, schema.parse(entry[name])]),
  );

function named(entries: readonly Entry[]): NamedLayer[] {
  const counts = new Map<string, number>();
  return entries.map((entry, i) => {
    const { use } = entry;
    const number = (counts.get(use) ?? 0) + 1;
    counts.set(use, number);
    const isOutput = i === entries.length - 1;
    const layer = layers[use as keyof typeof layers] as unknown as Layer;
    return {
      name: isOutput ? "output" : `${use}${number}`,
      layer,
      settings: layerSettings(layer, entry),
      isOutput,
    };
  });
}

/** What the layers ask for, found by building them once on an example-shaped input. */
function parametersOf(list: readonly NamedLayer[], inputShape: Shape): ParameterSpec[] {
  const found: ParameterSpec[] = [];
  forward({ layers: list }, input("example", [1, ...inputShape]), {
    parameter: (spec) => {
      found.push(spec);
      return input(spec.name, spec.shape);
    },
    site: (hidden) => hidden,
  });
  return found;
}

/** The model of a recipe for examples of a shape, with a linear output layer for the task at its end. */
export function describeModel(recipe: Recipe, inputShape: Shape, outputs: number): Model {
  const { initializer } = recipe.model as { readonly initializer?: unknown };
  const output = {
    use: "dense",
    units: outputs,
    activation: "linear",
    ...(initializer ? { initializer } : {}),
  };
  const list = named([...modelLayers(recipe.model), output]);
  return { layers: list, inputShape, outputs, parameters: parametersOf(list, inputShape) };
}

/**
 * Checks that a technique can act on the layers it is restricted to: on the hidden ones where it acts on activations.
 * @throws UserError for the first other name.
 */
export function checkLayers(model: Model, { regularizer, layers: wanted }: Technique, where: string): void {
  const seams = Object.keys(regularizer.at);
  const hiddenOnly = seams.every((seam) => seam === "layers");
  const names = model.layers.filter(({ isOutput }) => !(hiddenOnly && isOutput)).map(({ name }) => name);
  const missing = wanted?.find((name) => !names.includes(name));
  if (missing !== undefined)
    throw new UserError({
      where,
      got: `"${missing}"`,
      expected: `names of ${hiddenOnly ? "hidden layers" : "layers"} of this model: ${names.join(", ")}`,
    });
}
