// Small data sets and runs in memory, for tests of training.
import { stream } from "../src/base/index.ts";
import type { Dataset, SourceDataset } from "../src/data/index.ts";
import { parseRecipe, type RecipeInput } from "../src/recipe/index.ts";
import { trainEpochs } from "../src/train/epochs.ts";
import { createEngine, type Engine } from "../src/train/engine.ts";
import type { Ending, Outside, RunStore, Saved } from "../src/train/outside.ts";
import { type Plan, planRun } from "../src/train/plan.ts";
import { nothingRun } from "../src/train/position.ts";
import { initialState, type State } from "../src/train/state.ts";
import { initialStrengths } from "../src/train/techniques.ts";

/** Two columns of noise around a centre for each class: easy to learn, never perfectly. */
export function blobs(rows: number, classes = 3): Dataset {
  const draw = stream(1, "blobs");
  const labels = Int32Array.from({ length: rows }, (_, row) => row % classes);
  const values = Float32Array.from({ length: rows * 2 }, (_, i) => {
    const angle = (2 * Math.PI * (labels[Math.floor(i / 2)] as number)) / classes;
    return 3 + (i % 2 ? Math.sin(angle) : Math.cos(angle)) + 0.7 * draw.normal();
  });
  return {
    name: "blobs",
    rows,
    inputs: { kind: "table", shape: [2], values, columns: ["x", "y"] },
    targets: { kind: "classes", labels, classes: Array.from({ length: classes }, (_, i) => `class ${i}`) },
  };
}

/** Noisy images of two channels and three kinds of stripes. */
export function striped(rows: number): Dataset {
  const draw = stream(1, "striped");
  const labels = Int32Array.from({ length: rows }, (_, row) => row % 3);
  const size = 2 * 6 * 6;
  const values = Uint8Array.from({ length: rows * size }, (_, i) => {
    const label = labels[Math.floor(i / size)] as number;
    return Math.min(255, Math.max(0, 100 + 80 * Math.sin((i % 6) * (1 + label)) + 30 * draw.normal()));
  });
  return {
    name: "striped",
    rows,
    inputs: { kind: "image", shape: [2, 6, 6], values },
    targets: { kind: "classes", labels, classes: ["narrow", "wide", "wider"] },
  };
}

/** Two targets that depend smoothly on three columns, each on a scale of its own. */
export function slopes(rows: number): Dataset {
  const draw = stream(1, "slopes");
  const values = Float32Array.from(
    { length: rows * 3 },
    (_, i) => 100 * (i % 3) + (1 + (i % 3)) * draw.normal(),
  );
  const targets = Float32Array.from({ length: rows * 2 }, (_, i) => {
    const row = values.subarray(3 * Math.floor(i / 2)) as Iterable<number>;
    const [a = 0, b = 0, c = 0] = Array.from(row, (value, j) => (value - 100 * j) / (1 + j));
    return i % 2 ? 1000 + 50 * Math.tanh(a - b) : 0.01 * (b * c) - 5;
  });
  return {
    name: "slopes",
    rows,
    inputs: { kind: "table", shape: [3], values, columns: ["a", "b", "c"] },
    targets: { kind: "numbers", values: targets, columns: ["u", "v"] },
  };
}

/** Texts of few words, of which one tells the class; rows from `known` on use words that no other row has. */
export function phrases(rows: number, known = rows): SourceDataset {
  const draw = stream(1, "phrases");
  const filler = (): string => ["the", "a", "so", "it", "now"][Math.floor(5 * draw.uniform())] as string;
  const labels = Int32Array.from({ length: rows }, (_, row) => row % 2);
  const texts = Array.from(labels, (label, row) => {
    const words = Array.from({ length: 1 + (row % 4) }, filler);
    return [...words, label ? "won" : "home", ...(row < known ? [] : [`rare${"x".repeat(row)}`])].join(" ");
  });
  return {
    name: "phrases",
    rows,
    inputs: {
      kind: "text",
      texts,
      lowerCase: true,
      vocabularySize: 100,
      minimumCount: 1,
      maximumLength: 8,
    },
    targets: { kind: "classes", labels, classes: ["ham", "spam"] },
  };
}

export const tinyPlan = (recipe: RecipeInput, dataset: SourceDataset = blobs(60)): Plan =>
  planRun(
    parseRecipe(
      { model: { preset: "mlp", hidden: [5] }, optimizer: "sgd", batchSize: 8, epochs: 3, ...recipe },
      "recipe",
    ),
    dataset,
  );

export const freshRun = (plan: Plan): Saved => ({
  state: initialState(plan),
  position: { step: 0, running: nothingRun, strengths: initialStrengths(plan.techniques) },
  records: [],
});

/** Keeps every save of a run, and its best weights. */
export function memoryStore(): RunStore & { readonly saves: Saved[]; best: State | undefined } {
  const store: ReturnType<typeof memoryStore> = {
    saves: [],
    best: undefined,
    save: ({ saved, best }) => {
      store.saves.push(saved);
      store.best = best?.state ?? store.best;
      return Promise.resolve();
    },
    loadBest: () => (store.best ? Promise.resolve(store.best) : Promise.reject(new Error("no best weights"))),
  };
  return store;
}

export const silent: Outside = {
  wishes: () => Promise.resolve({}),
  progress: () => undefined,
  epoch: () => undefined,
  refused: () => undefined,
};

interface Options {
  readonly from?: Saved;
  readonly outside?: Partial<Outside>;
  readonly store?: RunStore;
  /** Wraps the engine. */
  readonly engine?: (engine: Engine) => Engine;
}

/** Trains a plan in memory to its end. */
export async function trainTiny(plan: Plan, options: Options = {}): Promise<Ending> {
  const engine = await createEngine(plan);
  try {
    const parts = {
      plan,
      engine: options.engine?.(engine) ?? engine,
      store: options.store ?? memoryStore(),
      outside: { ...silent, ...options.outside },
    };
    return await trainEpochs(parts, options.from ?? freshRun(plan));
  } finally {
    await engine.release();
  }
}

/** The numbers of a state by name, for comparison bit by bit. */
export const numbersOf = (state: State): Record<string, number[]> =>
  Object.fromEntries(
    Object.entries(state).map(([name, { values }]) => [name, Array.from(values as Float32Array)]),
  );
