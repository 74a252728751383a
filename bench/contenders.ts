import { join } from "node:path";

/** One way to start a contender: the environment variables that set its threads. */
export type Setting = Readonly<Record<string, string>>;

/** A library to measure: how to start it, and the settings to try for a number of threads (none: not supported). */
export type Contender = {
  readonly name: string;
  readonly command: readonly string[];
  readonly settings: (threads: number) => readonly Setting[];
};

const peers = join("bench", "peers");
const python = process.env["PYTHON"] ?? "/usr/bin/python3";

const anyThreads = (): readonly Setting[] => [{}];
/** Neither tfjs nor jax-js uses threads in Node. */
const oneThread = (threads: number): readonly Setting[] => (threads === 1 ? [{}] : []);

const both = (openmp: number, blas: number): Setting => ({
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

export const contenders: readonly Contender[] = [
  {
    name: "ockham",
    command: [process.execPath, join("bench", "dist", "bench", "peers", "ockham.js")],
    settings: anyThreads,
  },
  { name: "pytorch", command: [python, join(peers, "pytorch.py")], settings: pytorchSettings },
  { name: "jax-js", command: [process.execPath, join(peers, "jax-js.mjs")], settings: oneThread },
  {
    name: "tfjs-wasm",
    command: [process.execPath, join(peers, "tfjs.mjs"), "wasm"],
    settings: oneThread,
  },
  {
    name: "tfjs-cpu",
    command: [process.execPath, join(peers, "tfjs.mjs"), "cpu"],
    settings: oneThread,
  },
];
