import { group } from "d3-array";
import { z } from "zod";
import { flopsOf, isMatrixWork, type Shapes } from "./flops.ts";

/** A value's type and shape, such as `{ "float": [128, 10] }`. */
const typedShape = z.record(z.string(), z.array(z.number()));

const eventSchema = z.object({
  cat: z.string(),
  name: z.string(),
  /** Microseconds. */
  ts: z.number(),
  dur: z.number(),
  args: z
    .object({
      op_name: z.string(),
      input_type_shape: z.array(typedShape),
      output_type_shape: z.array(typedShape),
    })
    .partial(),
});

/** What ONNX Runtime writes about its runs. */
export const eventsSchema = z.array(eventSchema);
export type Event = z.infer<typeof eventSchema>;

/** The time of one node, or of all nodes of a kind, in a step. */
export type Figure = {
  /** The operation as ONNX calls it, `(scaling)` where a convolution has one number for each channel. */
  readonly kind: string;
  readonly nodes: number;
  readonly ms: number;
  /** Absent where it is neither product nor convolution. */
  readonly flops?: number;
};

export type NodeFigure = Figure & { readonly name: string; readonly shapes: Shapes };

/** Where the time of one training step goes. */
export type StepProfile = {
  /** How many steps were looked at. */
  readonly steps: number;
  readonly nodes: readonly NodeFigure[];
  /** The most expensive first, like the nodes. */
  readonly kinds: readonly Figure[];
  /** What the measurement adds to the time of each node; it is taken off above. */
  readonly floorMs: number;
};

const suffix = "_kernel_time";
const isNode = ({ cat, name, args }: Event): boolean =>
  cat === "Node" && name.endsWith(suffix) && args.op_name !== "Loop";

const plain = (typed: z.infer<typeof typedShape>[] = []): number[][] =>
  typed.flatMap((each) => Object.values(each));

const shapesOf = ({ args }: Event): Shapes => ({
  inputs: plain(args.input_type_shape),
  outputs: plain(args.output_type_shape),
});

/** The events after the first run, which warms up. */
function warm(events: readonly Event[]): readonly Event[] {
  const first = events.find(({ name }) => name === "model_run");
  const end = first ? first.ts + first.dur : 0;
  return events.filter(({ ts }) => ts >= end);
}

const byTime = <F extends Figure>(figures: readonly F[]): F[] => figures.toSorted((a, b) => b.ms - a.ms);

/** Nodes of a kind together. */
function together(kind: string, nodes: readonly NodeFigure[]): Figure {
  const sum = (of: (node: NodeFigure) => number): number =>
    nodes.reduce((total, each) => total + of(each), 0);
  const flops = sum((node) => node.flops ?? 0);
  return { kind, nodes: nodes.length, ms: sum(({ ms }) => ms), ...(flops > 0 && { flops }) };
}

/** The mean of the fastest quarter: a busy machine only ever makes a node slower. */
function undisturbed(values: readonly number[]): number {
  const fastest = values.toSorted((a, b) => a - b).slice(0, Math.ceil(values.length / 4));
  return fastest.reduce((sum, value) => sum + value, 0) / fastest.length;
}

/**
 * The undisturbed step of some runs; the first of them is left out.
 * @param events of an engine whose graph is one loop over steps.
 */
export function profileStep(events: readonly Event[]): StepProfile {
  const runs = group(warm(events).filter(isNode), ({ name }) => name);
  const steps = Math.max(0, ...[...runs.values()].map((list) => list.length));
  const typical = new Map([...runs].map(([name, list]) => [name, undisturbed(list.map(({ dur }) => dur))]));
  const floor = Math.min(...typical.values());
  const nodes = [...runs].map(([name, list]): NodeFigure => {
    const [first] = list as [Event];
    const shapes = shapesOf(first);
    const operation = first.args.op_name ?? "";
    const flops = flopsOf(operation, shapes);
    const kind = flops === undefined && isMatrixWork(operation) ? `${operation} (scaling)` : operation;
    // A node outside the loop works once for many steps.
    const share = list.length / steps;
    return {
      name: name.slice(0, -suffix.length),
      kind,
      nodes: 1,
      ms: (((typical.get(name) ?? 0) - floor) * share) / 1000,
      shapes,
      ...(flops !== undefined && { flops: flops * share }),
    };
  });
  const kinds = [...group(nodes, ({ kind }) => kind)].map(([kind, list]) => together(kind, list));
  return { steps, nodes: byTime(nodes), kinds: byTime(kinds), floorMs: floor / 1000 };
}
