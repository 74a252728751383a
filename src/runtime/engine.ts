import { env, InferenceSession, Tensor } from "#onnxruntime";
import { bug, UserError } from "../base/index.ts";
import type { DataType } from "../graph/index.ts";
import type { Session, SessionOptions, TextValue, TypedValues, Value } from "./session.ts";

const toTensor = ({ dataType, values, shape }: Value | TextValue): Tensor =>
  dataType === "string"
    ? new Tensor("string", [...values] as string[], shape)
    : new Tensor(dataType as "float32", values as Float32Array, shape);

const fromTensor = (tensor: Tensor): Value => ({
  dataType: tensor.type as DataType,
  shape: tensor.dims,
  values: tensor.data as TypedValues,
});

// Problems arrive as exceptions; the engine need not print them as well, neither for itself nor for a session.
env.logLevel = "fatal";

/** What a sentence for people does not name: places in the engine's source, its functions and conditions. */
const internals = /[\\/]|::|==|\w\(/;
// oxlint-disable-next-line no-control-regex
const colours = /\u001b\[[\d;]*m/g;

/** The engine's reason in words for people, without the insides of the engine. */
export function plainReason(message: string): string {
  const sentences = message
    .replaceAll(colours, "")
    .split(/\n|(?<=\.)\s+/)
    .map((text) =>
      text
        .replace(/^\w+_\w+: /, "")
        .replace(/\.$/, "")
        .trim(),
    );
  return (
    sentences.find((text) => text !== "" && !internals.test(text))?.slice(0, 200) ?? "it gives no reason"
  );
}

function providerError(device: string, cause: unknown): UserError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new UserError(
    {
      where: "--device",
      got: `"${device}", which ONNX Runtime cannot use on this machine (${plainReason(reason)})`,
      expected: "a device that is there",
      hint: "Use --device cpu, or install what the device needs",
    },
    { cause },
  );
}

async function create(model: Uint8Array, options: SessionOptions): Promise<InferenceSession> {
  const { threads, device, spin, fuse = true, profile } = options;
  // WebAssembly has one pool of threads for all sessions, which the first of them makes; without meaning on Node.
  env.wasm.numThreads = threads;
  try {
    return await InferenceSession.create(model, {
      executionProviders: [device],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      // The extra pass of "all" changes layouts in ways that cost portable graphs more than they give.
      graphOptimizationLevel: fuse ? "extended" : "disabled",
      logSeverityLevel: 4,
      ...(profile !== undefined && { enableProfiling: true, profileFilePrefix: profile }),
      extra: {
        session: { intra_op: { allow_spinning: spin && threads > 1 ? "1" : "0" } },
        // A transpose that the graph makes beforehand is there because that is faster than inside the product.
        optimization: { disable_specified_optimizers: "GemmTransposeFusion;MatmulTransposeFusion" },
      },
    });
  } catch (cause) {
    if (device !== "cpu") throw providerError(device, cause);
    return bug(
      `the engine refused a compiled graph: ${cause instanceof Error ? cause.message : String(cause)}`,
    );
  }
}

/**
 * Makes a model ready to run.
 * @param model an ONNX file.
 * @throws UserError when the device is not there.
 */
export async function createSession(model: Uint8Array, options: SessionOptions): Promise<Session> {
  const session = await create(model, options);
  const inputNames = session.inputNames;
  return {
    inputNames,
    outputNames: session.outputNames,
    run: async (feeds) => {
      const tensors = Object.fromEntries(
        inputNames.map((name) => {
          const value = feeds[name];
          return [name, value ? toTensor(value) : bug(`no value was fed for "${name}"`)];
        }),
      );
      const results = await session.run(tensors);
      return Object.fromEntries(Object.entries(results).map(([name, t]) => [name, fromTensor(t as Tensor)]));
    },
    release: async () => {
      if (options.profile !== undefined) session.endProfiling();
      await session.release();
    },
  };
}

/** The version of ONNX Runtime at work. */
export const engineVersion: string = env.versions.node ?? env.versions.web ?? env.versions.common;
