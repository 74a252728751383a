import { create } from "@bufbuild/protobuf";
import {
  blockLayout,
  type Carried,
  fuse,
  inputName,
  isConstant,
  isConvolution,
  isInput,
  isLeaf,
  sameShape,
  share,
  type Tensor,
  topological,
  transposeCarried,
} from "../graph/index.ts";
import { encodeModel, encodeNode, encodeValueInfo } from "./encode.ts";
import { type Emission, emission, emissionOrder } from "./emit.ts";
import { GraphProtoSchema, type NodeProto } from "./onnx_pb.ts";

/** One turn of a loop as graph values. */
export interface Step {
  /** Inputs that are fed anew for every turn: each is fed as one array `[steps, ...shape]`. */
  readonly perStep: readonly Tensor[];
  /** Values carried from turn to turn; `before` is a graph input. */
  readonly state: readonly Carried[];
  /** Values recorded at every turn; each comes back as one array `[turns made, ...shape]`. */
  readonly scans: Readonly<Record<string, Tensor>>;
  /** Bool scalar: whether another turn may follow. The turn that answers no is the last. */
  readonly goOn?: Tensor;
}

/** What the compiled loop calls its inputs and outputs; inputs that no turn changes keep their own names. */
export const loopNames = {
  /** int64 scalar: how many turns to make at most. */
  steps: "steps",
  /** All turns' values of a per-step input, `[steps, ...shape]`. */
  perStep: (name: string): string => `${name}:all`,
  before: (name: string): string => `before:${name}`,
  after: (name: string): string => `after:${name}`,
  /** One recorded value a turn, `[turns made, ...shape]`. */
  scan: (name: string): string => `scan:${name}`,
} as const;

const rootsOf = ({ state, scans, goOn }: Step): Tensor[] => [
  ...state.map(({ after }) => after),
  ...Object.values(scans),
  ...(goOn ? [goOn] : []),
];

/** The same step with common subexpressions computed once, updates folded into their products, and matrices and images as they are fastest. */
function shareStep(step: Step, block: number): Step {
  const { perStep, state, scans, goOn } = step;
  const shared = share(blockLayout(fuse(share(rootsOf(step))), block));
  const turn = transposeCarried({
    state: state.map(({ before }, i) => ({ before, after: shared[i] as Tensor })),
    others: shared.slice(state.length),
  });
  return {
    perStep,
    state: turn.state,
    scans: Object.fromEntries(Object.keys(scans).map((name, i) => [name, turn.others[i] as Tensor])),
    ...(goOn && { goOn: turn.others.at(-1) as Tensor }),
  };
}

/** Whether a step has convolutions, which blocks of channels make faster. */
export const hasConvolutions = (step: Step): boolean => topological(rootsOf(step)).some(isConvolution);

/** How many values a step computes, before equal ones are shared. */
export const valuesOf = (step: Step): number => topological(rootsOf(step)).length;

/** Splits values into those that change from turn to turn and those that the whole loop computes once. */
function varying(order: readonly Tensor[], emitting: Emission, names: ReadonlySet<string>): Set<Tensor> {
  const result = new Set<Tensor>();
  for (const t of order) {
    const isSeed = isInput(t) && names.has(t.attributes.name);
    if (isSeed || emitting.inputsOf(t).some((source) => result.has(source))) result.add(t);
  }
  return result;
}

/** Names the results of the body after what they are; a value that already has a name is copied. */
function bodyOutput(
  t: Tensor,
  name: string,
  { emitting, inside }: { emitting: Emission; inside: ReadonlySet<Tensor> },
): NodeProto[] {
  if (inside.has(t) && emitting.claim(t, name)) return [];
  return [
    encodeNode(
      { operator: "Identity" },
      { name: `copy_${name}`, input: [emitting.nameOf(t)], output: [name] },
    ),
  ];
}

interface Parts {
  readonly step: Step;
  readonly emitting: Emission;
  readonly order: readonly Tensor[];
  readonly inside: ReadonlySet<Tensor>;
}

const iteration = "iteration";
const goOnBefore = "goOn:before";
const goOnAfter = "goOn:after";

function encodeBody({ step, emitting, order, inside }: Parts) {
  const outputs = [
    ...step.state.map(({ before, after }) => ({ t: after, name: `next:${inputName(before)}` })),
    ...Object.entries(step.scans).map(([name, t]) => ({ t, name: `record:${name}` })),
  ];
  const copies = outputs.flatMap(({ t, name }) => bodyOutput(t, name, { emitting, inside }));
  const isNamed = step.goOn !== undefined && inside.has(step.goOn) && emitting.claim(step.goOn, goOnAfter);
  const condition = step.goOn ? emitting.nameOf(step.goOn) : goOnBefore;
  const used = new Set(order.filter((t) => isInput(t)).map(inputName));
  const gathers = step.perStep.map(inputName).filter((name) => used.has(name));
  return create(GraphProtoSchema, {
    name: "step",
    node: [
      ...gathers.map((name) =>
        encodeNode(
          { operator: "Gather", attributes: { axis: 0 } },
          { name: `take_${name}`, input: [loopNames.perStep(name), iteration], output: [name] },
        ),
      ),
      ...order.filter((t) => inside.has(t) && !isLeaf(t)).map(emitting.encode),
      ...copies,
      ...(isNamed
        ? []
        : [
            encodeNode(
              { operator: "Identity" },
              { name: "condition", input: [condition], output: [goOnAfter] },
            ),
          ]),
    ],
    input: [
      encodeValueInfo(iteration, "int64", []),
      encodeValueInfo(goOnBefore, "bool", []),
      ...step.state.map(({ before }) => encodeValueInfo(inputName(before), before.dataType, before.shape)),
    ],
    output: [
      encodeValueInfo(goOnAfter, "bool", []),
      ...outputs.map(({ t, name }) => encodeValueInfo(name, t.dataType, t.shape)),
    ],
  });
}

/** How the carried values enter and leave the loop: a matrix that is carried transposed is turned once on either side. */
function passages(state: Step["state"], outside: Step["state"]) {
  return state.map(({ before }, i) => {
    const { shape, dataType } = (outside[i] as Carried).before;
    const name = inputName(before);
    const [from, to] = [loopNames.before(name), loopNames.after(name)];
    if (sameShape(shape, before.shape))
      return { name, shape, dataType, enters: from, leaves: to, nodes: [[], []] };
    const turning = (input: string, output: string): NodeProto =>
      encodeNode(
        { operator: "Transpose" },
        { name: `transpose_${output}`, input: [input], output: [output] },
      );
    const [enters, leaves] = [`entering:${name}`, `leaving:${name}`];
    return { name, shape, dataType, enters, leaves, nodes: [[turning(from, enters)], [turning(leaves, to)]] };
  });
}

/**
 * Compiles a step into an ONNX model that makes many of them in one call. Values that no turn changes are computed once,
 * before the loop. {@link loopNames} says what the inputs and outputs are called; an input that nothing needs is not there.
 * @param block how many channels make a block for the engine's fast convolutions; 0 for plain ones.
 */
export function compileLoop(unshared: Step, block = 0): Uint8Array {
  const step = shareStep(unshared, block);
  const roots = rootsOf(step);
  const emitting = emission({ choosing: roots });
  const order = emissionOrder(emitting, roots);
  const perStep = new Set(step.perStep.map(inputName));
  const carried = new Set(step.state.map(({ before }) => inputName(before)));
  const inside = varying(order, emitting, new Set([...perStep, ...carried]));
  const body = encodeBody({ step, emitting, order, inside });
  const inputs = order.filter((t) => isInput(t));
  const carriedBy = passages(step.state, unshared.state);
  const carriedInfo = (nameOf: (name: string) => string) =>
    carriedBy.map(({ name, shape, dataType }) => encodeValueInfo(nameOf(name), dataType, shape));
  const scans = Object.entries(step.scans);
  const loop = encodeNode(
    { operator: "Loop" },
    {
      name: "loop",
      input: [loopNames.steps, "", ...carriedBy.map(({ enters }) => enters)],
      output: [...carriedBy.map(({ leaves }) => leaves), ...scans.map(([name]) => loopNames.scan(name))],
    },
    { body },
  );
  const once = inputs.filter((t) => !perStep.has(inputName(t)) && !carried.has(inputName(t)));
  return encodeModel(
    create(GraphProtoSchema, {
      name: "steps",
      node: [
        ...order.filter((t) => !inside.has(t) && !isLeaf(t)).map(emitting.encode),
        ...carriedBy.flatMap(({ nodes: [before] }) => before ?? []),
        loop,
        ...carriedBy.flatMap(({ nodes: [, after] }) => after ?? []),
      ],
      initializer: order.filter(isConstant).flatMap((t) => emitting.initializer(t) ?? []),
      input: [
        encodeValueInfo(loopNames.steps, "int64", []),
        ...carriedInfo(loopNames.before),
        ...inputs
          .filter((t) => perStep.has(inputName(t)))
          .map((t) => encodeValueInfo(loopNames.perStep(inputName(t)), t.dataType, ["steps", ...t.shape])),
        ...once.map((t) => encodeValueInfo(inputName(t), t.dataType, t.shape)),
      ],
      output: [
        ...carriedInfo(loopNames.after),
        ...scans.map(([name, t]) => encodeValueInfo(loopNames.scan(name), t.dataType, ["turns", ...t.shape])),
      ],
    }),
  );
}
