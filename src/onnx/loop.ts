import { create } from "@bufbuild/protobuf";
import {
  blockLayout,
  fuse,
  inputName,
  isConstant,
  isConvolution,
  isInput,
  share,
  type Tensor,
  topological,
} from "../graph/index.ts";
import { encodeModel, encodeNode, encodeValueInfo } from "./encode.ts";
import { type Emission, emission, emissionOrder, isLeaf } from "./emit.ts";
import { GraphProtoSchema, type NodeProto } from "./onnx_pb.ts";

/** One turn of a loop as graph values. */
export interface Step {
  /** Inputs that are fed anew for every turn: each is fed as one array `[steps, ...shape]`. */
  readonly perStep: readonly Tensor[];
  /** Values carried from turn to turn; `before` is a graph input. */
  readonly state: readonly { readonly before: Tensor; readonly after: Tensor }[];
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

/** The same step with common subexpressions computed once, updates folded into their products, and images in blocks. */
function shareStep(step: Step, block: number): Step {
  const { perStep, state, scans, goOn } = step;
  const shared = share(blockLayout(fuse(share(rootsOf(step))), block));
  const scanNames = Object.keys(scans);
  return {
    perStep,
    state: state.map(({ before }, i) => ({ before, after: shared[i] as Tensor })),
    scans: Object.fromEntries(scanNames.map((name, i) => [name, shared[state.length + i] as Tensor])),
    ...(goOn && { goOn: shared.at(-1) as Tensor }),
  };
}

/** Whether a step has convolutions, which blocks of channels make faster. */
export const hasConvolutions = (step: Step): boolean => topological(rootsOf(step)).some(isConvolution);

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

/**
 * Compiles a step into an ONNX model that makes many of them in one call. Values that no turn changes are computed once,
 * before the loop. {@link loopNames} says what the inputs and outputs are called; an input that nothing needs is not there.
 * @param block how many channels make a block for the engine's fast convolutions; 0 for plain ones.
 */
export function compileLoop(unshared: Step, block = 0): Uint8Array {
  const step = shareStep(unshared, block);
  const emitting = emission();
  const roots = rootsOf(step);
  const order = emissionOrder(emitting, roots);
  const perStep = new Set(step.perStep.map(inputName));
  const carried = new Set(step.state.map(({ before }) => inputName(before)));
  const inside = varying(order, emitting, new Set([...perStep, ...carried]));
  const body = encodeBody({ step, emitting, order, inside });
  const inputs = order.filter((t) => isInput(t));
  const stateOutputs = step.state.map(({ before, after }) => ({ name: inputName(before), t: after }));
  const scans = Object.entries(step.scans);
  const loop = encodeNode(
    { operator: "Loop" },
    {
      name: "loop",
      input: [loopNames.steps, "", ...stateOutputs.map(({ name }) => loopNames.before(name))],
      output: [
        ...stateOutputs.map(({ name }) => loopNames.after(name)),
        ...scans.map(([name]) => loopNames.scan(name)),
      ],
    },
    body,
  );
  const once = inputs.filter((t) => !perStep.has(inputName(t)) && !carried.has(inputName(t)));
  return encodeModel(
    create(GraphProtoSchema, {
      name: "steps",
      node: [...order.filter((t) => !inside.has(t) && !isLeaf(t)).map(emitting.encode), loop],
      initializer: order.filter(isConstant).flatMap((t) => emitting.initializer(t) ?? []),
      input: [
        encodeValueInfo(loopNames.steps, "int64", []),
        ...stateOutputs.map(({ name, t }) => encodeValueInfo(loopNames.before(name), t.dataType, t.shape)),
        ...inputs
          .filter((t) => perStep.has(inputName(t)))
          .map((t) => encodeValueInfo(loopNames.perStep(inputName(t)), t.dataType, ["steps", ...t.shape])),
        ...once.map((t) => encodeValueInfo(inputName(t), t.dataType, t.shape)),
      ],
      output: [
        ...stateOutputs.map(({ name, t }) => encodeValueInfo(loopNames.after(name), t.dataType, t.shape)),
        ...scans.map(([name, t]) => encodeValueInfo(loopNames.scan(name), t.dataType, ["turns", ...t.shape])),
      ],
    }),
  );
}
