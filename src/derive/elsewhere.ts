import type { Diagnosis, Evidence, SignId } from "../diagnose/index.ts";
import type { History } from "../history/index.ts";
import { type Need, type Program, programs, type Regularizer } from "../seams/index.ts";
import { beginsWithRun, type Candidate, ranked } from "./advice.ts";
import { adviseBoosting, isOfBoosting } from "./boosting-advice.ts";
import type { Advice } from "./foreign-advice.ts";
import { diversified } from "./mechanisms.ts";
import { strengthOf } from "./parameters.ts";
import { remedyEffects } from "./remedy-effects.ts";
import type { Replay } from "./replay.ts";
import { isStopping, stoppingOf } from "./stopping.ts";
import { goesAway, lowerFirst } from "./words.ts";

/** What a log tells besides its diagnosis. */
export interface LogSituation {
  readonly task?: History["task"];
  /** What rules of stopping would have made of its curve; what none of them would have helped is left out. */
  readonly replays?: readonly Replay[];
}

/** What another program calls itself, and whose words its users understand besides its own. */
interface Face {
  readonly title: string;
  readonly speaks: readonly Program[];
  /** What its logs leave no doubt about. */
  readonly meets?: readonly Need[];
}

const faces: Readonly<Record<Program, Face>> = {
  keras: { title: "Keras", speaks: ["keras"] },
  pytorch: { title: "PyTorch", speaks: ["pytorch"] },
  lightning: { title: "Lightning", speaks: ["lightning", "pytorch"] },
  // Its Trainer makes the optimizer, and its models their layers.
  huggingFace: { title: "Hugging Face", speaks: ["huggingFace"] },
  ultralytics: {
    title: "Ultralytics",
    speaks: ["ultralytics"],
    meets: ["images", "channels", "numericInputs"],
  },
  fastai: { title: "fastai", speaks: ["fastai", "pytorch"] },
};

/** What a log leaves open, in words. */
const conditions: Readonly<Partial<Record<Need, string>>> = {
  images: "for images",
  classification: "for classes",
  channels: "for images",
  residualBlocks: "for residual networks",
  numericInputs: "for images or other numbers",
};

/**
 * Remedies for a log of another program, the best first, in that program's words: those of Keras and PyTorch where it is not
 * known which program wrote it.
 */
export function adviseElsewhere(
  diagnosis: Diagnosis,
  program?: string,
  { task = "unknown", replays = [] }: LogSituation = {},
): Advice[] {
  if (program !== undefined && isOfBoosting(program)) {
    const boosting = adviseBoosting(diagnosis, program, replays);
    return [...boosting, ...runAdvice(diagnosis, ({ ofData }) => ofData === true)];
  }
  const change = runAdvice(diagnosis, () => true, program);
  const known = programs.find((name) => name === program);
  const worded = known === undefined ? (["keras", "pytorch"] as const) : [known];
  const meets: readonly Need[] = [
    ...((known && faces[known].meets) ?? []),
    ...(task === "classification" ? (["classification"] as const) : []),
  ];
  const isPossible = (need: Need): boolean => task !== "regression" || need !== "classification";
  const isConfident = diagnosis.evidence.some(({ sign }) => sign === "over-confidence");
  const sorted = ranked(diagnosis, isPossible)
    // What stops by the loss is no remedy where the score holds: the change of the run says by what to stop.
    .filter(({ technique }) => !(isStopping(technique) && isConfident))
    .map((candidate) => ({ ...candidate, condition: conditionOf(candidate.technique, meets) }))
    // What works for any data goes before what only may, of equals what the program says in its own words, then what lowered
    // the loss of made data, then what most programs have built in.
    .toSorted(
      (a, b) =>
        Number(a.condition !== undefined) - Number(b.condition !== undefined) ||
        b.seen.length - a.seen.length ||
        Number(isWorded(b.technique, known)) - Number(isWorded(a.technique, known)) ||
        Number(lowersLoss(b.technique)) - Number(lowersLoss(a.technique)) ||
        breadth(b.technique) - breadth(a.technique),
    )
    .flatMap((candidate) => {
      const code = worded.flatMap((name) => codeOf(candidate.technique, name, replays));
      return code.length === 0 ? [] : [{ ...candidate, code }];
    });
  const [sure, conditional] = [true, false].map((isSure) =>
    sorted.filter(({ condition }) => (condition === undefined) === isSure),
  );
  const techniques = [...diversified(sure ?? []), ...diversified(conditional ?? [])].map((candidate) =>
    adviceOf(candidate, candidate.code, candidate.condition),
  );
  const isFirst = ({ title }: Advice): boolean =>
    beginsWithRun(diagnosis.verdict) ||
    runChanges.some(
      (one) =>
        one.title === title &&
        (one.first === true ||
          // What holds learning back goes before what may help it.
          (diagnosis.verdict === "underfitting" &&
            (one.treats as readonly string[]).includes("underfitting"))),
    );
  return [...change.filter(isFirst), ...techniques, ...change.filter((one) => !isFirst(one))];
}

/** Verdicts under which only the sign that gave them is to be treated: the curves say nothing else yet. */
const alone: Readonly<Partial<Record<Diagnosis["verdict"], SignId>>> = {
  tooShort: "too-short",
  suspiciousValidation: "suspicious-validation",
  noValidation: "no-validation",
};

/** Changes of the run itself, each once. */
function runAdvice(
  { evidence, verdict }: Diagnosis,
  isFit: (change: RunChange) => boolean = () => true,
  program?: string,
): Advice[] {
  const only = alone[verdict];
  const all = evidence
    .filter(({ sign }) => only === undefined || sign === only)
    .flatMap(({ sign, sentence }) =>
      runChanges
        .filter(isFit)
        .filter(({ treats }) => (treats as readonly string[]).includes(sign))
        .map(({ title, reason, watch, code }) => ({
          title,
          reason: `${sentence} ${reason}`,
          watch,
          code: code?.(program) ?? [],
        })),
    );
  return all.filter(({ title }, i) => all.findIndex((other) => other.title === title) === i);
}

const isWorded = ({ elsewhere = {} }: Regularizer, program?: Program): boolean =>
  program !== undefined && elsewhere[program] !== undefined;

/** Whether it lowered the validation loss of made data by a twentieth, as a rule. */
const lowersLoss = ({ id }: Regularizer): boolean => (remedyEffects[id]?.change[1] ?? 0) <= -0.05;

const breadth = ({ elsewhere = {} }: Regularizer): number => Object.keys(elsewhere).length;

function codeOf(technique: Regularizer, program: Program, replays: readonly Replay[]): Advice["code"] {
  const stopping = stoppingOf(technique, replays);
  if (stopping === "useless") return [];
  const strength = stopping === "unknown" ? Number(strengthOf(technique).default) : stopping.strength;
  for (const name of faces[program].speaks) {
    const line = technique.elsewhere?.[name]?.(strength);
    if (line !== undefined) return [{ program: faces[name].title, line }];
  }
  return [];
}

const conditionOf = ({ needs }: Regularizer, meets: readonly Need[]): string | undefined =>
  needs
    .filter((need) => !meets.includes(need))
    .map((need) => conditions[need])
    .find((words) => words !== undefined);

function adviceOf({ technique, seen }: Candidate, code: Advice["code"], condition?: string): Advice {
  const fact = seen[0] as Evidence;
  const { summary, title } = technique;
  return {
    title: condition === undefined ? title : `${title}, ${condition}`,
    reason: `${fact.sentence} ${title}: ${lowerFirst(summary)}`,
    code,
    watch: goesAway(fact.sign),
  };
}

interface RunChange extends Omit<Advice, "code"> {
  readonly treats: readonly SignId[];
  /** Whether it changes the data, whatever learns from them. */
  readonly ofData?: boolean;
  /** Whether it comes before techniques, which it may make needless. */
  readonly first?: boolean;
  /** What to write for it in a program. */
  readonly code?: (program?: string) => Advice["code"];
}

/** To stop by a score, in the words of each program; a log does not tell what its metric is called there. */
const stopByScore: Readonly<Partial<Record<Program, string>>> = {
  keras:
    'keras.callbacks.EarlyStopping(monitor="val_accuracy", mode="max", patience=10, restore_best_weights=True)',
  lightning: 'Trainer(callbacks=[ModelCheckpoint(monitor="val_acc", mode="max")])',
  huggingFace:
    'TrainingArguments(…, load_best_model_at_end=True, metric_for_best_model="f1", greater_is_better=True)',
  fastai: 'learn.fit(…, cbs=SaveModelCallback(monitor="accuracy"))',
  pytorch: "keep the state_dict of the best validation score",
};

function scoreCode(program?: string): Advice["code"] {
  const known = programs.find((name) => name === program);
  const names = known === undefined ? (["keras", "pytorch"] as const) : [known];
  return names.flatMap((name) => {
    const line = stopByScore[name];
    return line === undefined ? [] : [{ program: faces[name].title, line }];
  });
}

/** Changes of the run itself, for signs that no technique treats. */
const runChanges: readonly RunChange[] = [
  {
    treats: ["too-short", "still-improving"],
    title: "Train longer",
    reason: "There is more to learn than the run allowed.",
    watch: "Whether the validation loss still falls at the end.",
  },
  {
    treats: ["diverged"],
    title: "Take smaller steps",
    reason: "A learning rate that overshoots is the usual cause: divide it by ten.",
    watch: "Whether the training loss falls from the first epoch on.",
  },
  {
    treats: ["over-confidence"],
    first: true,
    title: "Keep the weights of the best score, and calibrate them",
    reason:
      "Where right answers are what counts, stop by the score instead of the loss; a temperature that is fitted on the validation part then corrects the confidence.",
    watch: "The score of the kept weights, and the validation loss after the correction.",
    code: scoreCode,
  },
  {
    treats: ["underfitting"],
    title: "Try other learning rates",
    reason:
      "Ten times smaller and ten times larger: steps that are too small crawl, those that are too large jump about. A few " +
      "batches must be learnable by heart; if they are not, look for a fault in inputs, labels or loss.",
    watch: "Whether the training loss falls at all.",
  },
  {
    treats: ["underfitting"],
    title: "A larger network, or less regularization",
    reason: "What cannot fit the training examples cannot fit new ones.",
    watch: "Whether the training score gets better first.",
  },
  {
    treats: ["underfitting"],
    title: "Train longer",
    reason: "Where the training loss still falls, slowly.",
    watch: "Whether the training loss still falls at the end.",
  },
  {
    treats: ["no-training"],
    ofData: true,
    title: "Record the training loss too",
    reason: "Only beside it does a validation loss tell whether the model overfits or learns too little.",
    watch: "The gap between the training and the validation score.",
  },
  {
    treats: ["no-validation"],
    ofData: true,
    title: "Hold out a validation part",
    reason: "Only examples that training does not see tell whether it overfits.",
    watch: "The gap between the training and the validation score.",
  },
  {
    treats: ["noisy-validation"],
    ofData: true,
    title: "Hold out more for validation, or cross-validate",
    reason: "More examples make the scores steadier.",
    watch: "Whether the verdict is the same with more validation examples.",
  },
  {
    treats: ["suspicious-validation"],
    ofData: true,
    title: "Check what validation is measured on",
    reason:
      "Before these numbers are believed, look for rows of the training part among those for validation, labels of one class, and columns that hold the answer.",
    watch: "Whether scores on rows that were never seen agree.",
  },
];
