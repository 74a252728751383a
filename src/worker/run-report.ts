import { count, listed } from "../base/index.ts";
import {
  type ColumnEncoding,
  leakSentences,
  leftOutReasons,
  repeatSentences,
  suspectSentences,
} from "../data/index.ts";
import { replay } from "../derive/index.ts";
import { sizeOf } from "../graph/index.ts";
import { models, type Preset } from "../models/index.ts";
import { type Recipe, usualParts, withName } from "../recipe/index.ts";
import {
  keptText,
  type ReportFact,
  type ReportRun,
  type ReportTechnique,
  waitingText,
} from "../report/index.ts";
import type { FinishedRun } from "../train/index.node.ts";
import type { Settings } from "../seams/index.ts";
import {
  type DataFacts,
  type Plan,
  scaleOf,
  summaryOf,
  twinSentences,
  unseenClasses,
} from "../train/index.ts";
import { foundText } from "./found-text.ts";
import type { Planned } from "./messages.ts";
import { reportPrescriptions } from "./remedies.ts";
import { uncertaintyText } from "./uncertainty-text.ts";

/** The preset of a recipe as people write it, `resnet-20`. */
function presetText({ model }: Pick<Recipe, "model">): string | undefined {
  if (!("preset" in model)) return undefined;
  const name = model.preset;
  const { numbered } = (models as Readonly<Record<string, Preset>>)[name] ?? {};
  return numbered === undefined ? name : `${name}-${String((model as Settings)[numbered])}`;
}

/** The widths of a model of dense layers, from input to output; else the preset, or the kinds of the layers. */
function architectureText({ model, recipe }: Plan): string {
  const { built, inputShape } = model;
  // The output layer is dense.
  if (new Set(built.map(({ kind }) => kind)).size === 1)
    return [sizeOf(inputShape), ...built.map(({ output }) => output[0])].join("–");
  return presetText(recipe) ?? [...new Set(model.layers.map(({ layer }) => layer.id))].join(", ");
}

/** A model in a few words: what it is, and how many trainable numbers it has. */
export function modelText(plan: Plan): string {
  const { trainable } = summaryOf(plan.model).parameters;
  return `${architectureText(plan)} (${count(trainable)} parameters)`;
}

/** The column of texts, and those that are not read beside it. */
function textColumnsText({ table }: Plan["dataset"]): string | undefined {
  const { text, unread = [] } = table ?? {};
  if (text === undefined) return undefined;
  const left =
    unread.length > 0 ? `; not read: ${unread.join(", ")} (a model of texts takes texts alone)` : "";
  return `${text} of texts${left}`;
}

/** What the columns of a table were taken for, where they had to be encoded. */
function columnsText({ dataset, inputScaling: { constantColumns } }: Plan): string | undefined {
  const { inputs } = dataset;
  if (inputs.kind !== "table") return textColumnsText(dataset);
  const constant =
    constantColumns.length > 0
      ? [`one value only in the training rows, so without effect: ${listed(constantColumns)}`]
      : [];
  if (!inputs.encoded)
    return inputs.columns && [`${inputs.columns.length} of numbers`, ...constant].join("; ");
  const { columns, leftOut } = inputs.encoded.by;
  const of = (kind: ColumnEncoding["kind"]): number =>
    columns.filter((column) => column.kind === kind).length;
  const gaps = columns.filter((column) =>
    column.kind === "levels" ? column.levels.includes("") : column.isFlagged,
  );
  const kinds = [
    [of("number"), "of numbers"],
    [of("levels"), "of categories"],
    [of("ordinal"), "of categories in order"],
  ] as const;
  const parts = [
    kinds.flatMap(([some, what]) => (some > 0 ? `${some} ${what}` : [])).join(", "),
    ...(gaps.length > 0 ? [`gaps in ${gaps.map(({ name }) => name).join(", ")}`] : []),
    ...(leftOut.length > 0
      ? [`left out: ${leftOut.map(({ name, why }) => `${name} (${leftOutReasons[why]})`).join(", ")}`]
      : []),
    ...constant,
  ];
  return parts.join("; ");
}

/** More classes than this are not named in one line. */
const mostNamed = 10;

/** What is predicted: `bought: classes no, yes (its values are texts)`. */
function targetText({ target, spread }: DataFacts): string | undefined {
  if (!target) return undefined;
  const { name, why } = target;
  if (spread.kind === "numbers") return `${name}: numbers (${why})`;
  const { classes } = spread;
  const which =
    classes.length > mostNamed ? `${count(classes.length)} classes` : `classes ${classes.join(", ")}`;
  const looked = spread.positive === undefined ? "" : `; ${spread.positive} is looked for`;
  return `${name}: ${which} (${why})${looked}`;
}

/** A technique as `--with` takes it, with what its number is and when it acts: "l2=3 (lambda, from epoch 2, rising over 4 epochs)". */
function techniqueText({ key, regularizer, settings, layers, timing }: Plan["techniques"][number]): string {
  const name = layers ? withName({ use: regularizer.id, layers }) : key;
  const { from, until, ramp } = timing;
  const facts = [
    regularizer.strength,
    ...(from === undefined ? [] : [`from epoch ${from}`]),
    ...(until === undefined ? [] : [`until epoch ${until}`]),
    ...(ramp === undefined ? [] : [`rising over ${ramp} epochs`]),
  ];
  return `${name}=${String(settings[regularizer.strength])} (${facts.join(", ")})`;
}

/** Which parts of a recipe are the usual ones for its data, and why. */
function usualText(recipe: Recipe): string | undefined {
  const usual = usualParts(recipe);
  return usual && `${usual.parts.join(", ")}: ${usual.because}`;
}

/** A run as it starts, for people. */
export function plannedOf(plan: Plan, data: DataFacts, from: number): Planned {
  const { rows, measuredTrain, recipe, dataset, metrics } = plan;
  const [metric] = metrics;
  return {
    data: dataset.name,
    reading: data.reading.join("; ") || undefined,
    target: targetText(data),
    split: data.split.how.join("; "),
    columns: columnsText(plan),
    leaks: leakSentences(data.leaks),
    repeats: repeatSentences(data.leaks),
    suspects: suspectSentences(data.suspects),
    unseen: unseenClasses(dataset, rows),
    twins: twinSentences(data.twins ?? []),
    model: modelText(plan),
    rows: { train: rows.train.length, validation: rows.validation.length, test: rows.test.length },
    trainMeasured: measuredTrain.length,
    epochs: recipe.epochs,
    stepsPerEpoch: plan.stepsPerEpoch,
    from,
    loss: plan.loss.element.title,
    optimizer: `${plan.optimizer.element.title}, learning rate ${plan.learningRate}`,
    techniques: plan.techniques.map(techniqueText),
    usual: usualText(recipe),
    metric: { id: metric?.id ?? "", title: metric?.title ?? "" },
  };
}

const settingsText = (settings: Readonly<Record<string, unknown>>): string =>
  Object.entries(settings)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(", ");

function facts({ plan, manifest, result }: FinishedRun): ReportFact[] {
  const { recipe, rows } = plan;
  const { arithmetic, versions } = manifest;
  const [all, some] = [rows.train.length, plan.measuredTrain.length];
  const measured = some === all ? `all ${count(all)}` : `${count(some)} of the ${count(all)}`;
  const parts = `${count(rows.train.length)} training, ${count(rows.validation.length)} validation, ${count(rows.test.length)} test rows`;
  const entries: Record<string, string> = {
    Data: `${plan.dataset.name}: ${parts}`,
    "Training score": `measured in evaluation mode on ${measured} training rows`,
    Model: modelText(plan),
    Loss: plan.loss.element.title,
    Optimizer: `${plan.optimizer.element.title}, ${settingsText({ learningRate: plan.learningRate, ...plan.optimizer.settings })}, batches of ${plan.batchSize}`,
    "Learning rate": `${plan.schedule.element.title} ${settingsText(plan.schedule.settings)}`.trim(),
    Epochs: `${result.stopped.epoch} of ${recipe.epochs}; ${keptText(result)} kept`,
    "Zero weights": `${(100 * result.sparsity.total).toFixed(1)} %`,
    Seed: String(recipe.seed),
    Time: `${(result.timing.totalMs / 1000).toFixed(1)} s, ${result.timing.stepMs.toPrecision(3)} ms per update${waitingText(result)}`,
    "Exported model": `model.onnx answers like the trained weights to ${result.model.exportDifference.toPrecision(1)} (relative)`,
    Machine: `${arithmetic.processor}, ${arithmetic.instructions}, ${arithmetic.device}, threads: ${arithmetic.threads}`,
    Versions: `Ockham ${versions.ockham}, ONNX Runtime ${versions.onnxruntime}, Node ${versions.node}`,
    "Data SHA-256": manifest.data.sha256,
  };
  if (result.found) entries["Found after training"] = foundText(result.found, result);
  if (result.sampled) entries["Uncertainty"] = uncertaintyText(result.sampled);
  if (plan.inputScaling.constantColumns.length > 0)
    entries["Constant columns"] =
      `${listed(plan.inputScaling.constantColumns)} (ignored: they carry nothing)`;
  return Object.entries(entries).map(([label, value]) => ({ label, value }));
}

function techniques(plan: Plan): ReportTechnique[] {
  return plan.techniques.map(({ regularizer, settings, layers, timing }) => {
    const effect = regularizer.effect?.(settings, scaleOf(plan));
    const own = Object.keys(regularizer.params).map((name) => [name, settings[name]] as const);
    const scope = Object.entries({ layers: layers?.join(" and "), ...timing });
    const values = [...own, ...scope]
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `${name} = ${String(value)}`);
    return {
      title: regularizer.title,
      summary: regularizer.summary,
      formula: regularizer.formula,
      strength: values.join(", "),
      ...(effect && { effect: effect.warning ? `${effect.text}. ${effect.warning}` : effect.text }),
    };
  });
}

/** A finished run in the form that reports show. */
export function reportRun(finished: FinishedRun): ReportRun {
  const { plan, result } = finished;
  const { prescriptions, ...diagnosis } = result.diagnosis;
  const history = { ...result.history, epochs: result.epochs };
  return {
    name: result.name,
    history,
    diagnosis,
    prescriptions: reportPrescriptions(prescriptions, result.dir),
    replays: replay(history),
    stopped: result.stopped,
    // The weights of a diverged run belong to no epoch.
    ...(result.stopped.kind !== "diverged" && { kept: { epoch: result.kept.epoch } }),
    ...(result.test && { test: result.test }),
    ...(result.withoutRepeats && { withoutRepeats: result.withoutRepeats }),
    scores: result.scores,
    baselines: result.baselines,
    ...(result.sampled && { sampled: result.sampled }),
    ...(plan.dataset.targets.kind === "classes" && { classNames: plan.dataset.targets.classes }),
    ...(plan.dataset.targets.kind === "classes" &&
      plan.dataset.targets.positive !== undefined && { positive: plan.dataset.targets.positive }),
    ...(result.data && { data: result.data }),
    weights: finished.weights,
    facts: facts(finished),
    recipe: plan.recipe,
    techniques: techniques(plan),
  };
}
