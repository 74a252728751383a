import type { Diagnosis, Evidence, SignId } from "../diagnose/index.ts";
import { type Program, programs } from "../seams/index.ts";
import { faces } from "./faces.ts";
import type { Advice } from "./foreign-advice.ts";
import {
  balancedClasses,
  enoughEpochs,
  judgeable,
  largerModel,
  moreValidation,
  otherSteps,
  type RecipeChange,
  smallerSteps,
  twiceTheEpochs,
  validationPart,
} from "./recipe-changes.ts";
import type { WatchedScore } from "./watched.ts";
import { lowerFirst } from "./words.ts";

/** A change of the run itself. */
export interface RunChange extends Omit<Advice, "code"> {
  readonly treats: readonly SignId[];
  /** Which evidence of those signs it treats; all when absent. */
  readonly isFor?: (fact: Evidence) => boolean;
  /** Whether it changes the data, whatever learns from them. */
  readonly ofData?: boolean;
  /** Whether it comes before techniques, which it may make needless. */
  readonly first?: boolean;
  /** What to write for it in another program. */
  readonly code?: (program: string | undefined, score?: WatchedScore) => Advice["code"];
  /** What it is in a recipe; absent of what no field of a recipe can change. */
  readonly inRecipe?: RecipeChange;
}

type Wording = Readonly<Partial<Record<Program, string>>>;

/** To keep the weights of the best score, in the words of each program. */
const byScore = ({ name, better, title }: WatchedScore): Wording => {
  const mode = better === "higher" ? "max" : "min";
  return {
    keras: `keras.callbacks.EarlyStopping(monitor="${name}", mode="${mode}", patience=10, restore_best_weights=True)`,
    lightning: `Trainer(callbacks=[ModelCheckpoint(monitor="${name}", mode="${mode}")])`,
    huggingFace: `TrainingArguments(…, load_best_model_at_end=True, metric_for_best_model="${name}", greater_is_better=${better === "higher" ? "True" : "False"})`,
    fastai: `learn.fit(…, cbs=SaveModelCallback(monitor="${name}"))`,
    pytorch: `keep the state_dict of the best validation ${lowerFirst(title)}`,
  };
};

/** Classes by weight. */
const weighClasses: Wording = {
  keras: "model.fit(…, class_weight={0: …, 1: …})",
  pytorch: "torch.nn.CrossEntropyLoss(weight=torch.tensor([…]))",
  lightning: "torch.nn.CrossEntropyLoss(weight=torch.tensor([…]))",
  huggingFace: "Trainer(…, compute_loss_func=…), with torch.nn.CrossEntropyLoss(weight=…) in it",
  fastai: "Learner(…, loss_func=CrossEntropyLossFlat(weight=…))",
};

const codeIn = (program: string | undefined, words: Wording): Advice["code"] => {
  const known = programs.find((name) => name === program);
  const names = known === undefined ? (["keras", "pytorch"] as const) : [known];
  return names.flatMap((name) => {
    const line = words[name];
    return line === undefined ? [] : [{ program: faces[name].title, line }];
  });
};

const scoreCode: RunChange["code"] = (program, score) => (score ? codeIn(program, byScore(score)) : []);
const weightCode: RunChange["code"] = (program) => codeIn(program, weighClasses);

/** Whether steps are too large for the losses to show a course. */
const isJumping = ({ numbers }: Evidence): boolean => numbers["jitter"] !== undefined;

/** Whether the two series may stand for each other. */
const isSwapped = ({ numbers }: Evidence): boolean => numbers["swapped"] !== undefined;

/** Whether rows may be where they should not; a training loss that turns and rises away is no sign of that. */
const isOfRows = ({ numbers }: Evidence): boolean => numbers["onset"] === undefined;

/** Changes of the run itself, for signs that no technique treats or treats alone: the best first. */
const runChanges: readonly RunChange[] = [
  {
    treats: ["too-short"],
    title: "Train longer",
    reason: `${judgeable} points of a curve show its course.`,
    watch: "What the verdict is then.",
    inRecipe: enoughEpochs,
  },
  {
    treats: ["still-improving"],
    title: "Train longer",
    reason: "There is more to learn than the run allowed.",
    watch: "Whether the validation loss still falls at the end.",
    inRecipe: twiceTheEpochs,
  },
  {
    treats: ["diverged"],
    title: "Take smaller steps",
    reason: "A learning rate that overshoots is the usual cause: divide it by ten.",
    watch: "Whether the training loss falls from the first epoch on.",
    inRecipe: smallerSteps,
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
    treats: ["falling-class"],
    first: true,
    title: "Keep the weights of the best mean score of the classes",
    reason:
      "Stop by a score that counts every class alike, such as the mean F1: the loss hardly sees what a rare class loses.",
    watch: "The score of the kept weights, class by class.",
    code: scoreCode,
  },
  {
    treats: ["falling-score"],
    first: true,
    title: "Keep the weights of the best score",
    reason: "Stop by that score: the loss may hardly see what it loses, as that of a rare class.",
    watch: "The score of the kept weights.",
    code: scoreCode,
  },
  {
    treats: ["falling-class", "class-gap"],
    first: true,
    title: "Weigh rare classes more",
    reason: "A loss of all rows counts a class by how many it has; and look at what its rows are taken for.",
    watch: "The score of that class, and whether another one pays for it.",
    code: weightCode,
    inRecipe: balancedClasses,
  },
  {
    treats: ["underfitting"],
    title: "Try other learning rates",
    reason:
      "Steps that are too small crawl, those that are too large jump about: the optimizer's usual rate, and rates a few times " +
      "smaller and larger, tell which. A few batches must be learnable by heart; if they are not, look for a fault in inputs, " +
      "labels or loss.",
    watch: "Whether the training loss falls at all.",
    inRecipe: otherSteps,
  },
  {
    treats: ["underfitting"],
    title: "A larger network, or less regularization",
    reason: "What cannot fit the training examples cannot fit new ones.",
    watch: "Whether the training score gets better first.",
    inRecipe: largerModel,
  },
  {
    treats: ["underfitting"],
    title: "Train longer",
    reason: "Where the training loss still falls, slowly.",
    watch: "Whether the training loss still falls at the end.",
    inRecipe: twiceTheEpochs,
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
    inRecipe: validationPart,
  },
  {
    treats: ["noisy-validation"],
    isFor: isJumping,
    title: "Lower the learning rate",
    reason: "Steps that are too large make the losses jump: divide it by ten.",
    watch: "Whether the validation loss gets steadier.",
    inRecipe: smallerSteps,
  },
  {
    treats: ["noisy-validation"],
    ofData: true,
    title: "Hold out more for validation, or cross-validate",
    reason: "More examples make the scores steadier.",
    watch: "Whether the verdict is the same with more validation examples.",
    inRecipe: moreValidation,
  },
  {
    treats: ["suspicious-validation"],
    isFor: isSwapped,
    ofData: true,
    title: "Check which series is which",
    reason:
      "Look where the losses are written whether training and validation changed places; for a table, --train-loss and --validation-loss name its columns.",
    watch: "What the verdict is with the series the right way round.",
  },
  {
    treats: ["suspicious-validation"],
    isFor: isOfRows,
    ofData: true,
    title: "Check what validation is measured on",
    reason:
      "Before these numbers are believed, look for rows of the training part among those for validation, labels of one class, and columns that hold the answer.",
    watch: "Whether scores on rows that were never seen agree.",
  },
];

/** Verdicts under which only the sign that gave them is to be treated: the curves say nothing else yet. */
const alone: Readonly<Partial<Record<Diagnosis["verdict"], SignId>>> = {
  tooShort: "too-short",
  suspiciousValidation: "suspicious-validation",
  noValidation: "no-validation",
};

/** The changes that treat one piece of evidence under a verdict. */
export function changesFor(fact: Evidence, verdict: Diagnosis["verdict"]): readonly RunChange[] {
  if ((alone[verdict] ?? fact.sign) !== fact.sign) return [];
  return runChanges.filter(
    ({ treats, isFor }) => (treats as readonly string[]).includes(fact.sign) && (isFor?.(fact) ?? true),
  );
}

/**
 * Whether a change comes before techniques: steps that are too large before all that only makes them bearable, more epochs
 * before anything that is judged by where they lead, and what holds learning back before what may help it.
 */
export const goesFirst = ({ treats, first }: RunChange, verdict: Diagnosis["verdict"]): boolean =>
  first === true ||
  verdict === "diverged" ||
  verdict === "stillImproving" ||
  (verdict === "underfitting" && treats.includes("underfitting"));
