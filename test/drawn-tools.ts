// Tools of a step with draws that a test gives, so that a technique's value can be worked out by hand.
import { constant, type Shape, type Tensor } from "../src/graph/index.ts";
import { type Draws, type ModelParameter, ownOf, type Site, type Tools } from "../src/seams/index.ts";
import { startingHoldings } from "./holdings.ts";

interface Given extends Partial<Pick<Tools, "present" | "sites" | "own">> {
  /** One list for each call, in order. */
  readonly uniform?: readonly (readonly number[])[];
  readonly normal?: readonly (readonly number[])[];
  readonly keep?: readonly (readonly number[])[];
  readonly beta?: readonly (readonly number[])[];
  readonly partners?: readonly number[];
  readonly site?: Partial<Site>;
  readonly parameter?: ModelParameter;
}

/** Draws the lists one after another; a list that is missing, or of another size than asked for, is a fault of the test. */
function drawing(lists: readonly (readonly number[])[] = []): (shape: Shape) => Tensor {
  let calls = 0;
  return (shape) => constant(lists[calls++] ?? [], shape);
}

const drawnCounts = (lists: readonly (readonly number[])[] = []): ((count: number) => Tensor) => {
  const draw = drawing(lists);
  return (count) => draw([count]);
};

const drawsOf = ({ uniform, normal, keep, beta, partners }: Given) =>
  ({
    uniform: drawing(uniform),
    normal: drawing(normal),
    keepMask: drawing(keep),
    beta: drawnCounts(beta),
    partners: () => constant(partners ?? [], [partners?.length ?? 0], "int32"),
  }) satisfies Draws;

export const drawnTools = ({ site, parameter, present, sites = [], own, ...given }: Given) =>
  ({
    ...drawsOf(given),
    common: () => drawsOf(given),
    own: own ?? ownOf("technique", startingHoldings()),
    trainingRows: constant(10),
    learningRate: constant(0.1),
    step: constant(0),
    stepsPerEpoch: 5,
    epochs: 4,
    present,
    sites,
    isRestricted: false,
    report: () => undefined,
    classes: 2,
    site: { layer: "layer1", kind: "hidden", depth: 1, ...site },
    parameter: parameter as ModelParameter,
  }) satisfies Tools & { site: Site; parameter: ModelParameter };
