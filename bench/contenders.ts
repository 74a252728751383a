import { join } from "node:path";
import type { Case } from "./cases.ts";

/** One way to start a contender: the environment variables that set its threads. */
export type Setting = Readonly<Record<string, string>>;

/** A library to measure: how to start it, and the settings to try for a number of threads (none: not supported). */
export type Contender = {
  readonly name: string;
  readonly command: readonly string[];
  readonly settings: (threads: number) => readonly Setting[];
  /** Whether it is asked to train a case. */
  readonly takes: (which: Case) => boolean;
};

const peers = join("bench", "peers");
const python = process.env["PYTHON"] ?? "/usr/bin/python3";

const anyThreads = (): readonly Setting[] => [{}];
/** Neither tfjs nor jax-js uses threads in Node. */
const oneThread = (threads: number): readonly Setting[] => (threads === 1 ? [{}] : []);

/**
 * glibc gives large freed blocks back to the system at once; getting them again, page by page, can take PyTorch's
 * convolutions longer than all arithmetic, by chance from process to process. With these they are kept, so that it is measured at its best.
 */
const keptMemory: Setting = {
  MALLOC_MMAP_THRESHOLD_: String(2 ** 30),
  MALLOC_TRIM_THRESHOLD_: String(2 ** 33),
};

const both = (openmp: number, blas: number): Setting => ({
  ...keptMemory,
  OMP_NUM_THREADS: String(openmp),
  OPENBLAS_NUM_THREADS: String(blas),
});

/** PyTorch's element-wise operations use OpenMP and its matrix products OpenBLAS; the fastest combination is used. */
function pytorchSettings(threads: number): readonly Setting[] {
  if (threads === 1) return [both(1, 1)];
  return [
    both(threads, threads),
    { ...both(threads, threads), OMP_WAIT_POLICY: "active" },
    { ...both(threads, threads), OMP_WAIT_POLICY: "passive" },
    both(1, threads),
    both(1, 1),
  ];
}

const node = (script: string, ...rest: string[]): readonly string[] => [
  process.execPath,
  join(peers, script),
  ...rest,
];

const everything = (): boolean => true;
const isDense = ({ kind }: Case): boolean => kind === "dense";

export const contenders: readonly Contender[] = [
  {
    name: "ockham",
    command: [process.execPath, join("bench", "dist", "bench", "peers", "ockham.js")],
    settings: anyThreads,
    takes: everything,
  },
  {
    name: "pytorch",
    command: [python, join(peers, "pytorch.py")],
    settings: pytorchSettings,
    takes: everything,
  },
  {
    name: "pytorch-nhwc",
    command: [python, join(peers, "pytorch.py"), "channels_last"],
    settings: pytorchSettings,
    takes: ({ kind }) => kind === "convolution",
  },
  { name: "jax-js", command: node("jax-js.mjs"), settings: oneThread, takes: isDense },
  // Its WebAssembly backend has no gradient of a convolution.
  { name: "tfjs-wasm", command: node("tfjs.mjs", "wasm"), settings: oneThread, takes: isDense },
  {
    name: "tfjs-cpu",
    command: node("tfjs.mjs", "cpu"),
    settings: oneThread,
    takes: (which) => isDense(which) || which.name === "cnn",
  },
];
