// One layer alone, with inputs of a graph as its parameters and running values.
import { input, mul, type Tensor } from "../src/graph/index.ts";
import type { Layer, LayerTools, Tokens } from "../src/layers/index.ts";
import type { Running, Settings } from "../src/seams/index.ts";

interface Asked {
  readonly name: string;
  readonly spec: Parameters<LayerTools["parameter"]>[1];
}

export interface Trial {
  readonly isTraining?: boolean;
  readonly present?: Tensor;
  readonly tokens?: Tokens;
  /** The value of a site after an activation is multiplied by this, so that it can be told from what comes before. */
  readonly siteFactor?: number;
  /** What the layer sees of a parameter. */
  readonly view?: (parameter: Tensor, name: string) => Tensor;
  readonly nested?: LayerTools["nested"];
}

/** What a layer gave and what it asked for. */
export interface TrialResult {
  readonly output: Tensor;
  readonly asked: readonly Asked[];
  readonly sites: readonly string[];
  readonly parameters: readonly Tensor[];
  /** Running values before and after, by name. */
  readonly running: Readonly<Record<string, { readonly spec: Running; readonly after: Tensor }>>;
}

/** The settings of a layer: those given, and defaults. */
export const settingsOf = (layer: Pick<Layer, "params">, given: object): Settings =>
  Object.fromEntries(
    Object.entries(layer.params).map(([name, { schema }]) => [
      name,
      schema.parse((given as Readonly<Record<string, unknown>>)[name]),
    ]),
  );

/** Builds a layer on `x`; each parameter and running value is an input of its own name. */
export function tryLayer(layer: Layer, x: Tensor, given: object = {}, trial: Trial = {}): TrialResult {
  const { isTraining = false, present, tokens, siteFactor = 1 } = trial;
  const asked: Asked[] = [];
  const sites: string[] = [];
  const parameters: Tensor[] = [];
  const running: Record<string, { spec: Running; after: Tensor }> = {};
  const output = layer.build(x, settingsOf(layer, given), {
    name: `${layer.id}1`,
    isTraining,
    present,
    tokens,
    parameter: (name, spec) => {
      asked.push({ name, spec });
      const parameter = input(name, spec.shape);
      parameters.push(parameter);
      return trial.view?.(parameter, name) ?? parameter;
    },
    running: (name, spec) => {
      const before = input(name, spec.shape);
      running[name] = { spec, after: spec.after?.(before) ?? before };
      return before;
    },
    product: (sums) => sums,
    site: (hidden, kind) => {
      sites.push(kind);
      return siteFactor === 1 || kind === "sums" ? hidden : mul(hidden, siteFactor);
    },
    nested:
      trial.nested ??
      (() => {
        throw new Error(`${layer.id} has no layers inside`);
      }),
  });
  return { output, asked, sites, parameters, running };
}
