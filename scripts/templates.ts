import type { Seam } from "../src/seams/index.ts";

/** A new element's names. */
export interface Names {
  /** Of the export: camel case. */
  readonly name: string;
  /** In recipes and reports. */
  readonly id: string;
  readonly title: string;
}

// What each seam's function looks like when it changes nothing.
const behaviours: Readonly<Record<Seam, string>> = {
  data: "(inputs) => inputs",
  batch: "(batch) => batch",
  input: "(inputs) => inputs",
  layers: "(hidden, { strength }) => add(hidden, mul(strength, 0))",
  weights: "(weight) => weight",
  targets: "(targets) => targets",
  losses: "(losses) => losses",
  loss: "(weights, { strength }) =>\n      mul(\n        strength,\n        weights.map(({ value }) => sum(value)).reduce((a, b) => add(a, b), constant(0)),\n      )",
  gradients: "(gradients) => gradients",
  update: "({ after }) => after",
  loop: "({ epochs }) => ({ keep: epochs.at(-1)?.epoch ?? 0 })",
  after: "() => ({})",
};

const operations = ["add", "constant", "mul", "sum"];

const describing = ({ id, title }: Names): string => `  id: "${id}",
  title: "${title}",
  summary: "Changes nothing yet: say in one sentence what it does.",`;

const strength = `strength: live({
      symbol: String.raw\`\\lambda\`,
      description: "Say what it is and in which unit.",
      min: 0,
      default: 1,
      off: 0,
      search: { from: 0.01, to: 1, scale: "log" },
    }),`;

export function regularizerTemplate(names: Names, seam: Seam): string {
  const behaviour = behaviours[seam];
  const used = operations.filter((operation) => behaviour.includes(`${operation}(`));
  return `${used.length > 0 ? `import { ${used.join(", ")} } from "../../graph/index.ts";\n` : ""}import { defineRegularizer, live } from "../../seams/index.ts";

export const ${names.name} = defineRegularizer({
${describing(names)}
  formula: String.raw\`\\lambda\`,
  params: {
    ${strength}
  },
  strength: "strength",
  treats: [],
  needs: [],
  interactions: [],
  references: [],
  source: [],
  at: {
    ${seam}: ${behaviour},
  },
});
`;
}

const layer = (names: Names): string => `import { defineLayer } from "./define.ts";

export const ${names.name} = defineLayer({
${describing(names)}
  params: {},
  build: (x) => x,
});
`;

const model = (names: Names): string => `import { counts } from "../seams/index.ts";
import { dense } from "../layers/index.ts";
import { definePreset } from "./define.ts";

export const ${names.name} = definePreset({
${describing(names)}
  params: { hidden: counts({ description: "Number of units of each hidden layer.", default: [100] }) },
  layers: ({ hidden }) => hidden.map((units) => ({ use: dense.id, units })),
});
`;

const loss = (names: Names): string => `import { mean, square, sub } from "../graph/index.ts";
import { defineLoss } from "./define.ts";

export const ${names.name} = defineLoss({
${describing(names)}
  formula: String.raw\`(z - y)^2\`,
  references: [],
  task: "regression",
  params: {},
  perExample: (outputs, targets) => mean(square(sub(outputs, targets)), [1]),
  predict: (outputs) => outputs,
  link: (prediction) => prediction,
});
`;

const optimizer = (names: Names): string => `import { mul, sub } from "../graph/index.ts";
import { defineOptimizer } from "./define.ts";

export const ${names.name} = defineOptimizer({
${describing(names)}
  formula: String.raw\`w \\leftarrow w - \\eta g\`,
  references: [],
  params: {},
  defaultLearningRate: 0.1,
  slots: () => [],
  update: ({ weight, gradient, learningRate }) => ({
    weight: sub(weight, mul(learningRate, gradient)),
    slots: {},
  }),
});
`;

const schedule = (names: Names): string => `import { defineSchedule } from "./define.ts";

export const ${names.name} = defineSchedule({
${describing(names)}
  formula: "1",
  references: [],
  params: {},
  factor: () => 1,
});
`;

const metric = (names: Names): string => `import { defineMetric } from "./define.ts";

export const ${names.name} = defineMetric({
${describing(names)}
  task: "regression",
  better: "lower",
  formula: String.raw\`\\frac{1}{n} \\sum_i |\\hat y_i - y_i|\`,
  references: [],
  compute: ({ predicted, actual }) => {
    let distance = 0;
    for (let i = 0; i < actual.length; i++)
      distance += Math.abs((predicted[i] as number) - (actual[i] as number));
    return distance / actual.length;
  },
});
`;

const dataset = (names: Names): string => `import { z } from "zod";
import { defineDataset } from "./define.ts";

export const ${names.name} = defineDataset({
${describing(names)}
  params: {
    size: z.int().min(1).default(100).meta({ description: "Number of examples." }),
  },
  load: async ({ size }) => ({
    name: "${names.id}",
    rows: size,
    inputs: { kind: "table", shape: [1], values: Float32Array.from({ length: size }, (_, i) => i) },
    targets: { kind: "numbers", values: new Float32Array(size), columns: ["y"] },
  }),
});
`;

const sign = ({ name, id, title }: Names): string => `import { defineSign } from "../sign.ts";

export const ${name} = defineSign({
  id: "${id}",
  title: "${title}",
  look: () => undefined,
});
`;

/** The source of a new element, by the kind's name; regularizers have one for each seam. */
export const templates: Readonly<Record<string, (names: Names) => string>> = {
  layer,
  model,
  loss,
  optimizer,
  schedule,
  metric,
  dataset,
  sign,
};

/** A test that fails until somebody has worked out a case. */
export const testTemplate = (
  { name, id }: Names,
  file: string,
): string => `import { expect, test } from "vitest";
import { ${name} } from "./${file}.ts";

test("${id}: a case worked out by hand", () => {
  expect(${name}.id).toBe("${id}");
  expect.fail("Work out a case by hand, with small numbers, and compare with what the code gives.");
});
`;
